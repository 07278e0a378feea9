// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "gc-load-process.h"

#include "common/gc-error.h"

#include <stdio.h>
#include <string.h>

static char *
read_file (pid_t pid, const char *name, GError **error)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/%s", (int)pid, name);
  g_autoptr (GError) cause = NULL;
  char *text = NULL;

  if (g_file_get_contents (path, &text, NULL, &cause))
    return text;
  g_set_error (error, GC_ERROR, GC_ERROR_UNKNOWN, "process %d: %s", (int)pid, cause->message);
  return NULL;
}

static unsigned
count_entries (pid_t pid,
               const char *name,
               void (*each) (pid_t, const char *, int64_t *),
               int64_t *sum)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/%s", (int)pid, name);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  unsigned n = 0;

  for (const char *entry; dir != NULL && (entry = g_dir_read_name (dir)) != NULL; n++)
    if (each != NULL)
      each (pid, entry, sum);
  return n;
}

/* /proc/PID/task/TID/schedstat starts with nanoseconds on a processor. */
static void
add_task (pid_t pid, const char *task, int64_t *sum)
{
  g_autofree char *name = g_strdup_printf ("task/%s/schedstat", task);
  g_autofree char *text = read_file (pid, name, NULL);

  if (text != NULL)
    *sum += g_ascii_strtoll (text, NULL, 10);
}

static int64_t
find_kb (const char *text, const char *key)
{
  const char *at = strstr (text, key);

  return at == NULL ? 0 : g_ascii_strtoll (at + strlen (key), NULL, 10) * 1024;
}

gboolean
gc_load_process_read (pid_t pid, GcLoadProcess *ret_process, GError **error)
{
  GcLoadProcess process = { 0 };
  unsigned long user = 0;
  unsigned long system = 0;
  g_autofree char *stat = read_file (pid, "stat", error);
  g_autofree char *smaps = stat != NULL ? read_file (pid, "smaps_rollup", error) : NULL;

  if (smaps == NULL)
    return FALSE;
  /* The name in parentheses may hold anything; the fields count from behind it. */
  const char *fields = strrchr (stat, ')');
  if (fields == NULL || sscanf (fields + 1, " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu",
                                &user, &system) != 2) {
    g_set_error (error, GC_ERROR, GC_ERROR_UNKNOWN, "process %d: stat not understood", (int)pid);
    return FALSE;
  }
  process.threads = count_entries (pid, "task", add_task, &process.cpu_ns);
  process.files = count_entries (pid, "fd", NULL, NULL);
  process.user_ns = (int64_t)user * (1000000000 / 100);
  process.system_ns = (int64_t)system * (1000000000 / 100);
  process.rss_bytes = find_kb (smaps, "\nRss:");
  process.pss_bytes = find_kb (smaps, "\nPss:");
  process.private_bytes = find_kb (smaps, "\nAnonymous:");
  *ret_process = process;
  return TRUE;
}
