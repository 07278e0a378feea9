// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "signal/gc-pages.h"

#include "common/gc-error.h"
#include "signal/gc-http.h"

#include <gio/gio.h>
#include <string.h>

#define RESOURCE_FOLDER "/org/globalconnect/web"

typedef struct {
  GBytes *bytes;
  char *etag;
  const char *type;
  gboolean hashed; /* the name changes with the content */
} File;

struct _GcPages {
  GHashTable *files; /* char* path -> File, owned */
};

static const struct {
  const char *suffix;
  const char *type;
} types[] = {
  { ".html", "text/html; charset=utf-8" },
  { ".js", "text/javascript; charset=utf-8" },
  { ".css", "text/css; charset=utf-8" },
  { ".json", "application/json; charset=utf-8" },
  { ".svg", "image/svg+xml" },
  { ".png", "image/png" },
  { ".jpg", "image/jpeg" },
  { ".webp", "image/webp" },
  { ".ico", "image/x-icon" },
  { ".woff2", "font/woff2" },
  { ".mp3", "audio/mpeg" },
  { ".ogg", "audio/ogg" },
  { ".wav", "audio/wav" },
  { ".webmanifest", "application/manifest+json" },
  { ".txt", "text/plain; charset=utf-8" },
};

static void
file_free (gpointer data)
{
  File *file = data;

  g_bytes_unref (file->bytes);
  g_free (file->etag);
  g_free (file);
}

static const char *
type_of (const char *path)
{
  for (size_t i = 0; i < G_N_ELEMENTS (types); i++)
    if (g_str_has_suffix (path, types[i].suffix))
      return types[i].type;
  return "application/octet-stream";
}

static void
add_file (GcPages *pages, const char *path)
{
  g_autofree char *resource = g_strconcat (RESOURCE_FOLDER, path, NULL);
  GBytes *bytes = g_resources_lookup_data (resource, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

  if (bytes == NULL)
    return;
  g_autofree char *sum = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  File *file = g_new0 (File, 1);
  *file = (File){
    .bytes = bytes,
    .etag = g_strdup_printf ("\"%.32s\"", sum),
    .type = type_of (path),
    .hashed = strstr (path, "/assets/") != NULL,
  };
  g_hash_table_insert (pages->files, g_strdup (path), file);
}

static void
add_folder (GcPages *pages, const char *path)
{
  g_autofree char *resource = g_strconcat (RESOURCE_FOLDER, path, NULL);
  g_auto (GStrv) names =
      g_resources_enumerate_children (resource, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

  for (size_t i = 0; names != NULL && names[i] != NULL; i++) {
    g_autofree char *child = g_strconcat (path, names[i], NULL);
    if (g_str_has_suffix (child, "/"))
      add_folder (pages, child);
    else
      add_file (pages, child);
  }
}

GcPages *
gc_pages_new (void)
{
  GcPages *pages = g_new0 (GcPages, 1);

  pages->files = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, file_free);
  add_folder (pages, "/");
  return pages;
}

void
gc_pages_free (GcPages *pages)
{
  if (pages == NULL)
    return;
  g_hash_table_unref (pages->files);
  g_free (pages);
}

static void
answer_missing (GcPages *pages, SoupServerMessage *message, const char *path)
{
  g_autoptr (GError) error = NULL;

  if (g_hash_table_size (pages->files) == 0)
    g_set_error (&error, GC_ERROR, GC_ERROR_UNKNOWN, "this gc-signal was built without the pages");
  else
    g_set_error (&error, GC_ERROR, GC_ERROR_UNKNOWN, "%s: no such path", path);
  gc_http_answer_error (message, error);
}

static void
answer_file (SoupServerMessage *message, const File *file)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  const char *held = soup_message_headers_get_list (
      soup_server_message_get_request_headers (message), "If-None-Match");
  gsize size = 0;
  const char *data = g_bytes_get_data (file->bytes, &size);

  soup_message_headers_replace (headers, "ETag", file->etag);
  soup_message_headers_replace (headers, "Cache-Control",
                                file->hashed ? "public, max-age=31536000, immutable" : "no-cache");
  if (held != NULL && strstr (held, file->etag) != NULL) {
    soup_server_message_set_status (message, SOUP_STATUS_NOT_MODIFIED, NULL);
    return;
  }
  soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
  soup_server_message_set_response (message, file->type, SOUP_MEMORY_STATIC, data, size);
}

void
gc_pages_handle (GcPages *pages, SoupServerMessage *message)
{
  const char *path = g_uri_get_path (soup_server_message_get_uri (message));
  g_autofree char *index = g_strconcat (path, "index.html", NULL);
  g_autofree char *folder = g_strconcat (path, "/index.html", NULL);
  const File *file = g_hash_table_lookup (pages->files, path);

  if (file == NULL && g_str_has_suffix (path, "/"))
    file = g_hash_table_lookup (pages->files, index);
  if (file != NULL) {
    answer_file (message, file);
  } else if (g_hash_table_contains (pages->files, folder)) {
    g_autofree char *target = g_strconcat (path, "/", NULL);
    soup_server_message_set_redirect (message, SOUP_STATUS_MOVED_PERMANENTLY, target);
  } else {
    answer_missing (pages, message, path);
  }
}
