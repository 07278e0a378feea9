// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Tables of fields say what a scenario may hold; what has a key of its own choice (points, items,
 * agents) is an object whose members are read one by one, so that an error can name it.
 */
#include "config.h"

#include "gc-sim-scenario.h"

#include "common/gc-error.h"
#include "common/gc-json.h"

#include <string.h>

#define MAX_FILE_BYTES 1048576

const char *const gc_sim_decline_names[GC_SIM_DECLINES] = { "busy", "conflict_of_interest",
                                                            "language", "wrong_department",
                                                            "technical" };

typedef struct {
  char *title;
  char *start;
  int64_t days;
  char *hours;
  char **home_closed;
  char **home_work_days;
  JsonObject *profiles;
  JsonObject *points;
  JsonObject *items;
  JsonObject *languages;
  JsonObject *resident;
  JsonObject *agent;
  JsonObject *shifts;
  JsonObject *agents;
} Root;

static const GcJsonField root_fields[] = {
  GC_JSON_STRING (Root, title, 1, 200),
  GC_JSON_STRING (Root, start, 10, 10),
  GC_JSON_INT (Root, days, 1, 3660),
  GC_JSON_STRING (Root, hours, 1, 32),
  GC_JSON_STRINGS (Root, home_closed, 0, 400),
  GC_JSON_STRINGS (Root, home_work_days, 0, 400),
  GC_JSON_OBJECT (Root, profiles),
  GC_JSON_OBJECT (Root, points),
  GC_JSON_OBJECT (Root, items),
  GC_JSON_OBJECT (Root, languages),
  GC_JSON_OBJECT (Root, resident),
  GC_JSON_OBJECT (Root, agent),
  GC_JSON_OBJECT (Root, shifts),
  GC_JSON_OBJECT (Root, agents),
};

#define SECONDS(type, member) GC_JSON_INT (type, member, 0, 86400)
#define MINUTES(type, member) GC_JSON_INT (type, member, 0, 1440)
#define PERCENT(type, member) GC_JSON_INT (type, member, 0, 100)
#define SPREAD(type, member) GC_JSON_INT (type, member, 0, 300)

static const GcJsonField resident_fields[] = {
  SECONDS (GcSimResident, check_seconds),          SPREAD (GcSimResident, check_spread_percent),
  SPREAD (GcSimResident, service_spread_percent),  MINUTES (GcSimResident, patience_minutes),
  SPREAD (GcSimResident, patience_spread_percent), PERCENT (GcSimResident, silent_percent),
  PERCENT (GcSimResident, away_percent),           SECONDS (GcSimResident, away_seconds),
  PERCENT (GcSimResident, drop_percent),           PERCENT (GcSimResident, never_returns_percent),
  SECONDS (GcSimResident, return_seconds),         SPREAD (GcSimResident, return_spread_percent),
  MINUTES (GcSimResident, retell_minutes),
};

typedef struct {
  int64_t answer_seconds, answer_spread_percent, no_answer_percent, lost_percent, lost_seconds;
  int64_t back_minutes, no_show_seconds;
  JsonObject *decline_percent;
} Habits;

static const GcJsonField habit_fields[] = {
  SECONDS (Habits, answer_seconds),    SPREAD (Habits, answer_spread_percent),
  PERCENT (Habits, no_answer_percent), GC_JSON_OBJECT (Habits, decline_percent),
  PERCENT (Habits, lost_percent),      SECONDS (Habits, lost_seconds),
  MINUTES (Habits, back_minutes),      SECONDS (Habits, no_show_seconds),
};

typedef struct {
  int64_t arrivals_per_week;
  char *profile;
  int64_t kiosks;
  char **closed;
} Origin;

static const GcJsonField origin_fields[] = {
  GC_JSON_INT (Origin, arrivals_per_week, 0, 100000),
  GC_JSON_STRING (Origin, profile, 1, 64),
  GC_JSON_INT_OPTIONAL (Origin, kiosks, 1, 1000),
  { "closed", GC_JSON_TYPE_STRINGS, TRUE, 0, 100, offsetof (Origin, closed) },
};

typedef struct {
  int64_t weight;
  int64_t minutes;
} Wish;

static const GcJsonField wish_fields[] = {
  GC_JSON_INT (Wish, weight, 0, 1000000),
  GC_JSON_INT_OPTIONAL (Wish, minutes, 1, 600),
};

typedef struct {
  int64_t count;
  char *hub;
  char **departments;
  char **languages;
  char *shift;
  char **breaks;
  int64_t wrap_up_seconds, wrap_up_spread_percent;
} Group;

static const GcJsonField group_fields[] = {
  GC_JSON_INT (Group, count, 1, 10000),
  GC_JSON_STRING (Group, hub, 1, 64),
  GC_JSON_STRINGS (Group, departments, 1, 64),
  GC_JSON_STRINGS (Group, languages, 1, 16),
  GC_JSON_STRING (Group, shift, 1, 64),
  GC_JSON_STRINGS (Group, breaks, 0, 16),
  SECONDS (Group, wrap_up_seconds),
  SPREAD (Group, wrap_up_spread_percent),
};

/* What is at hand while a scenario is read. */
typedef struct {
  GcSimScenario *scenario;
  const GcSimPlaces *places;
  const Root *root;
} Reader;

static gboolean
refuse (GError **error, const char *name, const char *what)
{
  g_set_error (error, GC_ERROR, GC_ERROR_INVALID, "\"%s\": %s", name, what);
  return FALSE;
}

static gboolean
get_weight (JsonNode *node, const char *name, int64_t *ret_weight, GError **error)
{
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_INT64 ||
      json_node_get_int (node) < 0 || json_node_get_int (node) > 1000000)
    return refuse (error, name, "must be an integer of 0 to 1000000");
  *ret_weight = json_node_get_int (node);
  return TRUE;
}

/* Calls @read for each member of @object and says in an error whose it is. */
static gboolean
read_each (const Reader *reader,
           JsonObject *object,
           const char *what,
           gboolean (*read) (const Reader *, const char *, JsonNode *, GError **),
           GError **error)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  if (json_object_get_size (object) == 0)
    return refuse (error, what, "must not be empty");
  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &node)) {
    if (!read (reader, name, node, error)) {
      g_prefix_error (error, "%s \"%s\": ", what, name);
      return FALSE;
    }
  }
  return TRUE;
}

static gboolean
read_object (JsonNode *node,
             const GcJsonField *fields,
             size_t n_fields,
             void *ret_struct,
             GError **error)
{
  if (!JSON_NODE_HOLDS_OBJECT (node)) {
    g_set_error_literal (error, GC_ERROR, GC_ERROR_INVALID, "must be an object");
    return FALSE;
  }
  return gc_json_read (json_node_get_object (node), fields, n_fields, ret_struct, error);
}

/* ---- points ---- */

static gboolean
read_profile (const Reader *reader, const char *name, int64_t *weights, GError **error)
{
  JsonNode *node = json_object_get_member (reader->root->profiles, name);
  JsonObjectIter iter;
  const char *hour;
  JsonNode *value;

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return refuse (error, name, "no such profile");
  json_object_iter_init (&iter, json_node_get_object (node));
  while (json_object_iter_next (&iter, &hour, &value)) {
    guint64 number = 0;
    if (!g_ascii_string_to_unsigned (hour, 10, 0, GC_SIM_HOURS - 1, &number, NULL))
      return refuse (error, hour, "must be an hour of 0 to 23");
    if (!get_weight (value, hour, &weights[number], error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
fill_origin (const Reader *reader, GcSimOrigin *origin, const Origin *read, GError **error)
{
  origin->arrivals_per_week = read->arrivals_per_week;
  origin->kiosks = read->kiosks > 0 ? read->kiosks : origin->place->kiosks;
  origin->closed = gc_sim_days_new ((const char *const *)read->closed, error);
  return origin->closed != NULL && read_profile (reader, read->profile, origin->weights, error);
}

static gboolean
read_origin (const Reader *reader, const char *name, JsonNode *node, GError **error)
{
  const GcSimPoint *place = gc_sim_places_get_point (reader->places, name);
  Origin read = { 0 };

  if (place == NULL)
    return refuse (error, name, "no such point");
  if (!read_object (node, origin_fields, G_N_ELEMENTS (origin_fields), &read, error))
    return FALSE;
  GcSimOrigin *origin = g_new0 (GcSimOrigin, 1);
  g_ptr_array_add (reader->scenario->origins, origin);
  origin->place = place;
  gboolean done = fill_origin (reader, origin, &read, error);
  gc_json_read_clear (origin_fields, G_N_ELEMENTS (origin_fields), &read);
  return done;
}

static void
origin_free (gpointer data)
{
  GcSimOrigin *origin = data;

  gc_sim_days_free (origin->closed);
  g_free (origin);
}

/* ---- items, languages ---- */

static gboolean
read_wish (const Reader *reader, const char *name, JsonNode *node, GError **error)
{
  const GcSimItem *item = gc_sim_places_get_item (reader->places, name);
  Wish read = { 0 };

  if (item == NULL)
    return refuse (error, name, "no such item");
  if (!read_object (node, wish_fields, G_N_ELEMENTS (wish_fields), &read, error))
    return FALSE;
  if (item->minutes == 0 && read.minutes == 0)
    return refuse (error, "minutes", "missing, and the item is not one by video");
  GcSimWish *wish = g_new0 (GcSimWish, 1);
  *wish = (GcSimWish){ item, read.weight, read.minutes > 0 ? read.minutes : item->minutes };
  g_ptr_array_add (reader->scenario->wishes, wish);
  return TRUE;
}

static gboolean
read_tongue (const Reader *reader, const char *name, JsonNode *node, GError **error)
{
  int64_t weight = 0;

  if (!get_weight (node, name, &weight, error))
    return FALSE;
  if (*name == '\0')
    return refuse (error, name, "must name a language");
  GcSimTongue *tongue = g_new0 (GcSimTongue, 1);
  *tongue = (GcSimTongue){ g_strsplit (name, " ", -1), weight };
  g_ptr_array_add (reader->scenario->tongues, tongue);
  return TRUE;
}

static void
tongue_free (gpointer data)
{
  GcSimTongue *tongue = data;

  g_strfreev (tongue->names);
  g_free (tongue);
}

static gboolean
check_weights (const GcSimScenario *scenario, GError **error)
{
  int64_t items = 0, languages = 0;

  for (guint i = 0; i < scenario->wishes->len; i++)
    items += ((const GcSimWish *)g_ptr_array_index (scenario->wishes, i))->weight;
  for (guint i = 0; i < scenario->tongues->len; i++)
    languages += ((const GcSimTongue *)g_ptr_array_index (scenario->tongues, i))->weight;
  if (items == 0)
    return refuse (error, "items", "all weights are 0");
  return languages > 0 || refuse (error, "languages", "all weights are 0");
}

/* ---- agents ---- */

static gboolean
read_break (GArray *breaks, const char *text, GError **error)
{
  GMatchInfo *match = NULL;
  g_autoptr (GRegex) form = g_regex_new ("^([01][0-9]|2[0-3]):([0-5][0-9]) ([1-9][0-9]{0,2})$",
                                         G_REGEX_DEFAULT, G_REGEX_MATCH_DEFAULT, NULL);
  gboolean fits = g_regex_match (form, text, G_REGEX_MATCH_DEFAULT, &match);

  if (fits) {
    g_autofree char *hour = g_match_info_fetch (match, 1);
    g_autofree char *minute = g_match_info_fetch (match, 2);
    g_autofree char *length = g_match_info_fetch (match, 3);
    GcSimBreak at = { (int)(g_ascii_strtoll (hour, NULL, 10) * 60 +
                            g_ascii_strtoll (minute, NULL, 10)),
                      (int)g_ascii_strtoll (length, NULL, 10) };
    g_array_append_val (breaks, at);
  }
  g_match_info_free (match);
  return fits || refuse (error, text, "a break must be \"HH:MM minutes\"");
}

/* A shift of the scenario's own, on the clock of @hub. */
static GcSimHours *
read_shift (const Reader *reader, const char *name, const GcSimHub *hub, GError **error)
{
  JsonNode *node = json_object_get_member (reader->root->shifts, name);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node)) {
    refuse (error, name, "no such shift: normal, duty, or a list of \"shifts\"");
    return NULL;
  }
  JsonArray *list = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (list); i++) {
    const char *span = json_node_get_string (json_array_get_element (list, i));
    g_strv_builder_add (builder, span != NULL ? span : "");
  }
  g_auto (GStrv) spans = g_strv_builder_end (builder);
  GcSimHours *hours = gc_sim_hours_new_weekdays ((const char *const *)spans, hub->zone, error);
  if (hours == NULL)
    g_prefix_error (error, "shift \"%s\": ", name);
  return hours;
}

static gboolean
read_shift_if_named (const Reader *reader,
                     const char *name,
                     const GcSimHub *hub,
                     GcSimHours **ret_hours,
                     GError **error)
{
  if (!json_object_has_member (reader->root->shifts, name))
    return TRUE;
  *ret_hours = read_shift (reader, name, hub, error);
  return *ret_hours != NULL;
}

static gboolean
check_departments (const Reader *reader, char *const *departments, GError **error)
{
  for (; *departments != NULL; departments++)
    if (!gc_sim_places_has_department (reader->places, *departments))
      return refuse (error, *departments, "no such department");
  return TRUE;
}

static gboolean
fill_group (const Reader *reader, GcSimGroup *group, Group *read, GError **error)
{
  group->count = read->count;
  group->wrap_up_seconds = read->wrap_up_seconds;
  group->wrap_up_spread_percent = read->wrap_up_spread_percent;
  group->departments = g_steal_pointer (&read->departments);
  group->languages = g_steal_pointer (&read->languages);
  group->hub = gc_sim_places_get_hub (reader->places, read->hub);
  if (group->hub == NULL)
    return refuse (error, read->hub, "no such hub");
  if (!check_departments (reader, group->departments, error))
    return FALSE;
  for (char **text = read->breaks; *text != NULL; text++)
    if (!read_break (group->breaks, *text, error))
      return FALSE;
  if (!read_shift_if_named (reader, "early", group->hub, &group->early, error) ||
      !read_shift_if_named (reader, "evening", group->hub, &group->evening, error))
    return FALSE;
  if (g_str_equal (read->shift, "normal"))
    group->shift = gc_sim_hours_ref (group->hub->normal);
  else if (g_str_equal (read->shift, "duty"))
    group->shift = gc_sim_hours_ref (group->hub->duty);
  else
    group->shift = read_shift (reader, read->shift, group->hub, error);
  return group->shift != NULL;
}

static gboolean
read_group (const Reader *reader, const char *name, JsonNode *node, GError **error)
{
  Group read = { 0 };

  if (!read_object (node, group_fields, G_N_ELEMENTS (group_fields), &read, error))
    return FALSE;
  GcSimGroup *group = g_new0 (GcSimGroup, 1);
  g_ptr_array_add (reader->scenario->groups, group);
  group->name = g_strdup (name);
  group->breaks = g_array_new (FALSE, FALSE, sizeof (GcSimBreak));
  gboolean done = fill_group (reader, group, &read, error);
  gc_json_read_clear (group_fields, G_N_ELEMENTS (group_fields), &read);
  return done;
}

static void
group_free (gpointer data)
{
  GcSimGroup *group = data;

  g_free (group->name);
  g_strfreev (group->departments);
  g_strfreev (group->languages);
  gc_sim_hours_unref (group->shift);
  gc_sim_hours_unref (group->early);
  gc_sim_hours_unref (group->evening);
  g_array_unref (group->breaks);
  g_free (group);
}

static gboolean
read_habits (const Reader *reader, GError **error)
{
  GcSimHabits *habits = &reader->scenario->habits;
  Habits read = { 0 };
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;
  int64_t sum = 0;
  gboolean done = TRUE;

  if (!gc_json_read (reader->root->agent, habit_fields, G_N_ELEMENTS (habit_fields), &read, error))
    return FALSE;
  *habits = (GcSimHabits){ .answer_seconds = read.answer_seconds,
                           .answer_spread_percent = read.answer_spread_percent,
                           .no_answer_percent = read.no_answer_percent,
                           .lost_percent = read.lost_percent,
                           .lost_seconds = read.lost_seconds,
                           .back_minutes = read.back_minutes,
                           .no_show_seconds = read.no_show_seconds };
  json_object_iter_init_ordered (&iter, read.decline_percent);
  while (done && json_object_iter_next_ordered (&iter, &name, &node)) {
    unsigned i = 0;
    while (i < GC_SIM_DECLINES && !g_str_equal (gc_sim_decline_names[i], name))
      i++;
    done = i < GC_SIM_DECLINES ? get_weight (node, name, &habits->decline_percent[i], error)
                               : refuse (error, name, "no such member");
    sum += done ? habits->decline_percent[i] : 0;
  }
  if (done && sum > 100)
    done = refuse (error, "decline_percent", "more than 100 in all");
  gc_json_read_clear (habit_fields, G_N_ELEMENTS (habit_fields), &read);
  return done;
}

/* ---- the whole ---- */

static gboolean
fill (const Reader *reader, GError **error)
{
  GcSimScenario *scenario = reader->scenario;
  const Root *root = reader->root;

  scenario->title = g_strdup (root->title);
  scenario->n_days = root->days;
  scenario->by_window = g_str_equal (root->hours, "video_window");
  if (!scenario->by_window && !g_str_equal (root->hours, "opening"))
    return refuse (error, "hours", "must be \"video_window\" or \"opening\"");
  if (!gc_sim_day_parse (root->start, &scenario->first_day, error)) {
    g_prefix_error (error, "\"start\": ");
    return FALSE;
  }
  scenario->home_closed = gc_sim_days_new ((const char *const *)root->home_closed, error);
  if (scenario->home_closed == NULL) {
    g_prefix_error (error, "\"home_closed\": ");
    return FALSE;
  }
  scenario->home_work_days = gc_sim_days_new ((const char *const *)root->home_work_days, error);
  if (scenario->home_work_days == NULL) {
    g_prefix_error (error, "\"home_work_days\": ");
    return FALSE;
  }
  if (!gc_json_read (root->resident, resident_fields, G_N_ELEMENTS (resident_fields),
                     &scenario->resident, error)) {
    g_prefix_error (error, "\"resident\": ");
    return FALSE;
  }
  if (!read_habits (reader, error)) {
    g_prefix_error (error, "\"agent\": ");
    return FALSE;
  }
  return read_each (reader, root->points, "points", read_origin, error) &&
         read_each (reader, root->items, "items", read_wish, error) &&
         read_each (reader, root->languages, "languages", read_tongue, error) &&
         read_each (reader, root->agents, "agents", read_group, error) &&
         check_weights (scenario, error);
}

GcSimScenario *
gc_sim_scenario_parse (const char *text, const GcSimPlaces *places, GError **error)
{
  g_autoptr (JsonObject) object = gc_json_parse_object (text, strlen (text), MAX_FILE_BYTES, error);
  Root root = { 0 };

  if (object == NULL ||
      !gc_json_read (object, root_fields, G_N_ELEMENTS (root_fields), &root, error))
    return NULL;
  GcSimScenario *scenario = g_new0 (GcSimScenario, 1);
  scenario->origins = g_ptr_array_new_with_free_func (origin_free);
  scenario->wishes = g_ptr_array_new_with_free_func (g_free);
  scenario->tongues = g_ptr_array_new_with_free_func (tongue_free);
  scenario->groups = g_ptr_array_new_with_free_func (group_free);
  Reader reader = { scenario, places, &root };
  if (!fill (&reader, error))
    g_clear_pointer (&scenario, gc_sim_scenario_free);
  gc_json_read_clear (root_fields, G_N_ELEMENTS (root_fields), &root);
  return scenario;
}

GcSimScenario *
gc_sim_scenario_new (const char *path, const GcSimPlaces *places, GError **error)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) local = NULL;

  if (!g_file_get_contents (path, &text, NULL, &local)) {
    g_set_error (error, GC_ERROR, GC_ERROR_UNAVAILABLE, "%s", local->message);
    return NULL;
  }
  GcSimScenario *scenario = gc_sim_scenario_parse (text, places, error);
  if (scenario == NULL)
    g_prefix_error (error, "%s: ", path);
  return scenario;
}

void
gc_sim_scenario_free (GcSimScenario *scenario)
{
  if (scenario == NULL)
    return;
  g_free (scenario->title);
  gc_sim_days_free (scenario->home_closed);
  gc_sim_days_free (scenario->home_work_days);
  g_ptr_array_unref (scenario->origins);
  g_ptr_array_unref (scenario->wishes);
  g_ptr_array_unref (scenario->tongues);
  g_ptr_array_unref (scenario->groups);
  g_free (scenario);
}
