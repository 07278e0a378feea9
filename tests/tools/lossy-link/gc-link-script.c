// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "gc-link-script.h"

#include <string.h>

#include "common/gc-error.h"

#define MAX_CLIENT_NUMBER 1000000000

typedef struct {
  int64_t at_us;
  GcLinkCommand *command; /* owned */
} Step;

struct _GcLinkScript {
  GArray *steps; /* of Step, in order of time */
  unsigned next;
};

/* Takes "client N" off the front of @text. Returns: what follows. Errors: INVALID. */
static const char *
skip_client (const char *text, unsigned *ret_client, GError **error)
{
  static const char word[] = "client ";
  g_autofree char *number = NULL;
  guint64 client = 0;

  if (!g_str_has_prefix (text, word))
    return text;
  text += strlen (word);
  const char *end = strchr (text, ' ');
  number = end != NULL ? g_strndup (text, (size_t)(end - text)) : g_strdup (text);
  if (end == NULL ||
      !g_ascii_string_to_unsigned (number, 10, 1, MAX_CLIENT_NUMBER, &client, NULL)) {
    g_set_error (error, GC_ERROR, GC_ERROR_INVALID,
                 "client %s: must be the number of a client and what to change", number);
    return NULL;
  }
  *ret_client = (unsigned)client;
  return end + 1;
}

GcLinkCommand *
gc_link_command_parse (const char *text, GError **error)
{
  g_autoptr (GcLinkCommand) command = g_new0 (GcLinkCommand, 1);
  g_autofree char *line = g_strstrip (g_strdup (text));
  const char *rest = skip_client (line, &command->client, error);
  GcLinkSpec scratch;

  if (rest == NULL)
    return NULL;
  if (g_str_equal (rest, "rebind")) {
    command->verb = GC_LINK_REBIND;
    return g_steal_pointer (&command);
  }
  if (g_str_equal (line, "stats")) {
    command->verb = GC_LINK_STATS;
    return g_steal_pointer (&command);
  }
  gc_link_spec_init (&scratch);
  if (!gc_link_spec_apply (&scratch, rest, 0, error))
    return NULL;
  command->verb = GC_LINK_CHANGE;
  command->spec = g_strdup (rest);
  return g_steal_pointer (&command);
}

void
gc_link_command_free (GcLinkCommand *command)
{
  if (command == NULL)
    return;
  g_free (command->spec);
  g_free (command);
}

static void
clear_step (void *step)
{
  gc_link_command_free (((Step *)step)->command);
}

/* Reads "at TIME COMMAND". */
static gboolean
parse_step (const char *text, Step *ret_step, GError **error)
{
  g_auto (GStrv) words = g_strsplit (text, " ", 3);

  if (g_strv_length (words) != 3 || !g_str_equal (words[0], "at")) {
    g_set_error (error, GC_ERROR, GC_ERROR_INVALID,
                 "\"%s\": a later step must be as in: at 10s rate=300kbit", text);
    return FALSE;
  }
  if (!gc_link_parse_time (words[1], &ret_step->at_us, error))
    return FALSE;
  ret_step->command = gc_link_command_parse (words[2], error);
  return ret_step->command != NULL;
}

static gboolean
add_step (GcLinkScript *script, const char *text, GError **error)
{
  gboolean first = script->steps->len == 0;
  Step step = { 0 };

  if (first)
    step.command = gc_link_command_parse (text, error);
  else if (!parse_step (text, &step, error))
    return FALSE;
  if (step.command == NULL)
    return FALSE;
  g_array_append_val (script->steps, step);
  if (first || step.at_us >= g_array_index (script->steps, Step, script->steps->len - 2).at_us)
    return TRUE;
  g_set_error (error, GC_ERROR, GC_ERROR_INVALID, "\"%s\": is before the step that it follows",
               text);
  return FALSE;
}

GcLinkScript *
gc_link_script_parse (const char *text, GError **error)
{
  g_autoptr (GcLinkScript) script = g_new0 (GcLinkScript, 1);
  /* g_strsplit () makes no piece of an empty text, but one of a blank. */
  g_auto (GStrv) pieces = g_strsplit (*text == '\0' ? " " : text, ";", -1);
  GcLinkSpec scratch;

  script->steps = g_array_new (FALSE, FALSE, sizeof (Step));
  g_array_set_clear_func (script->steps, clear_step);
  gc_link_spec_init (&scratch);
  for (char **at = pieces; *at != NULL; at++) {
    if (!add_step (script, g_strstrip (*at), error))
      return NULL;
    const Step *step = &g_array_index (script->steps, Step, script->steps->len - 1);
    if (step->command->verb == GC_LINK_CHANGE &&
        !gc_link_spec_apply (&scratch, step->command->spec, 0, error))
      return NULL;
  }
  return g_steal_pointer (&script);
}

void
gc_link_script_free (GcLinkScript *script)
{
  if (script == NULL)
    return;
  g_clear_pointer (&script->steps, g_array_unref);
  g_free (script);
}

const GcLinkCommand *
gc_link_script_take (GcLinkScript *script, int64_t elapsed_us)
{
  if (gc_link_script_next_us (script) > elapsed_us)
    return NULL;
  return g_array_index (script->steps, Step, script->next++).command;
}

int64_t
gc_link_script_next_us (const GcLinkScript *script)
{
  if (script->next == script->steps->len)
    return INT64_MAX;
  return g_array_index (script->steps, Step, script->next).at_us;
}
