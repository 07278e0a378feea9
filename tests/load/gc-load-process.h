// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <glib.h>
#include <stdint.h>
#include <sys/types.h>

/* What the kernel says about a process: the measure is taken outside of what is measured. */
typedef struct {
  int64_t cpu_ns;  /* all threads, user and system: the scheduler's own count */
  int64_t user_ns; /* the same, divided as /proc/PID/stat divides it */
  int64_t system_ns;
  unsigned threads;
  unsigned files;
  int64_t rss_bytes;
  int64_t pss_bytes;
  int64_t private_bytes; /* "Anonymous": does not change with who else maps the same libraries */
} GcLoadProcess;

/* Errors: GC_ERROR_UNKNOWN when there is no such process, or it may not be read. */
gboolean gc_load_process_read (pid_t pid, GcLoadProcess *ret_process, GError **error);
