// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "store/gc-store-mark.h"

#include "common/gc-error.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Always as long as this, so that it is overwritten as a whole and within one block of the disk. */
#define LINE_FORMAT "%s %020" G_GUINT64_FORMAT " %020" G_GINT64_FORMAT "\n"
#define LINE_BYTES 75

void
gc_mark_read (const char *directory, GcMark *ret_mark)
{
  g_autofree char *path = g_build_filename (directory, GC_MARK_NAME, NULL);
  g_autofree char *text = NULL;
  guint64 seq = 0, at_ms = 0;

  *ret_mark = (GcMark){ 0 };
  if (!g_file_get_contents (path, &text, NULL, NULL))
    return;
  g_auto (GStrv) words = g_strsplit (g_strchomp (text), " ", 3);
  if (g_strv_length (words) != 3 || strlen (words[0]) != sizeof ret_mark->id - 1 ||
      !g_ascii_string_to_unsigned (words[1], 10, 0, INT64_MAX, &seq, NULL) ||
      !g_ascii_string_to_unsigned (words[2], 10, 0, INT64_MAX, &at_ms, NULL))
    return;
  g_strlcpy (ret_mark->id, words[0], sizeof ret_mark->id);
  ret_mark->seq = seq;
  ret_mark->at_ms = (int64_t)at_ms;
}

int
gc_mark_open (const char *directory, GError **error)
{
  g_autofree char *path = g_build_filename (directory, GC_MARK_NAME, NULL);
  int fd = open (path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);

  if (fd < 0)
    g_set_error (error, GC_ERROR, GC_ERROR_UNAVAILABLE, "store: %s: %s", path, g_strerror (errno));
  return fd;
}

void
gc_mark_write (int fd, const GcMark *mark)
{
  char line[LINE_BYTES + 1];

  int size = snprintf (line, sizeof line, LINE_FORMAT, mark->id, mark->seq, mark->at_ms);
  if (size != LINE_BYTES || pwrite (fd, line, LINE_BYTES, 0) != LINE_BYTES)
    g_debug ("the mark at transition %" G_GUINT64_FORMAT " was not written", mark->seq);
}
