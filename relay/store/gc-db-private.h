// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "store/gc-db.h"
#include "store/gc-store-mark.h"

/* What a kind of database must be able to do; see gc-db.h. */
typedef struct {
  gboolean (*begin) (GcDb *db, GError **error);
  gboolean (*end) (GcDb *db, gboolean success, GError **error);
  int64_t (*tend) (GcDb *db, gboolean idle);
  void (*close) (GcDb *db); /* the statements are gone by then */
  /* (transfer full) */
  GcStatement *(*prepare) (GcDb *db, const char *sql, GError **error);
  void (*free_statement) (GcStatement *statement);
  void (*bind_text) (GcStatement *statement, int at, const char *text);
  void (*bind_int) (GcStatement *statement, int at, int64_t value);
  void (*bind_bytes) (GcStatement *statement, int at, const uint8_t *data, size_t size);
  gboolean (*step) (GcStatement *statement, GError **error);
  gboolean (*run) (GcStatement *statement, GError **error);
  /* Also forgets the arguments. */
  void (*reset) (GcStatement *statement);
  const char *(*get_text) (GcStatement *statement, int column);
  int64_t (*get_int) (GcStatement *statement, int column);
  /* (transfer full) (nullable) */
  GBytes *(*dup_bytes) (GcStatement *statement, int column);
  const char *(*get_name) (GcStatement *statement, int column);
} GcDbClass;

/* The head of each kind's own struct. */
struct _GcDb {
  const GcDbClass *class;
  GcStoreMode mode;
  GHashTable *statements; /* const char* sql, static -> GcStatement, owned */
  char *loss;
  uint64_t last_seq;  /* of the newest transition written here */
  int64_t last_ms;    /* its time */
  uint64_t floor_seq; /* as gc_db_get_floor () */
  GcMark mark;        /* as it was last written */
  int64_t marked_us;
  int mark_file; /* -1: this one keeps no mark */
};

struct _GcStatement {
  GcDb *db;
};

void gc_db_init (GcDb *db, const GcDbClass *class, GcStoreMode mode);
