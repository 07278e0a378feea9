// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "gc-sim-world.h"

/*
 * The questions that docs/simulator.md answers, each a function from a scenario to tables in
 * Markdown. A study changes the scenario's first day, length and hours as it needs. (transfer full)
 * Errors: as gc_sim_run_new ().
 */

/* Which duty hours at home serve whom: normal, duty, duty with an evening shift; two seasons. */
char *gc_sim_study_duty_hours (GcSimScenario *scenario, uint64_t seed, GError **error);

/* The policies at 1, 2, 5 and 10 times the load. */
char *gc_sim_study_policies (GcSimScenario *scenario, uint64_t seed, GError **error);
