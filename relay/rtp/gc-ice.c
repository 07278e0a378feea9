// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

#include "config.h"

#include "rtp/gc-ice.h"

#include "common/gc-id.h"

#include <string.h>

#define CHECK_INTERVAL_US 500000 /* between the tries of a check of an address not yet valid */
/* The selected path is probed when it is silent for so long while another is heard. */
#define PROBE_SILENCE_US 1000000
#define PROBE_TRIES 3
#define FOLLOW_US 250000       /* media comes elsewhere, and on the selected path not for so long */
#define CONSENT_MIN_US 4000000 /* RFC 7675 section 5.1: 5 s, 20 % more or less */
#define CONSENT_SPREAD_US 2000000
/* RFC 8445 section 5.1.2.1: peer reflexive, one interface, component 1. */
#define CHECK_PRIORITY (110U << 24 | 65535U << 8 | 255U)
#define NO_TIME INT64_MAX

typedef struct {
  GcAddress address;
  gboolean valid;
  int64_t answered_us; /* the last answer to a check of ours; only if @valid */
  int64_t heard_us;    /* the last authentic message */
  int64_t media_us;    /* the last packet of media; 0: none */
  uint64_t nominated;  /* rank of its newest nomination; 0 is none */
  uint64_t in_bytes;   /* authentic, until valid */
  uint64_t out_bytes;  /* until valid */
  gboolean waiting;    /* @transaction has not been answered */
  gboolean probing;    /* the selected path: is it still there? */
  uint8_t transaction[GC_STUN_TRANSACTION_SIZE];
  unsigned tries;
  int64_t sent_us; /* the first try */
  int64_t next_us; /* of the next try or, on the selected path, check */
  int64_t rtt_us;  /* -1: not measured */
} Path;

struct _GcIce {
  GcStun *stun; /* not owned */
  GcIceCallbacks callbacks;
  gpointer user_data;
  char *in_username;
  char *in_password;
  char *out_username;
  char *out_password;
  uint64_t tie_breaker;
  Path paths[GC_ICE_MAX_PATHS];
  size_t n_paths;
  int selected; /* index in @paths; -1 while there is none */
  uint64_t nominations;
  int64_t unselected_us; /* since when there is none; the beginning, or the loss of one */
  gboolean bereft;       /* there was one, and it was lost: any valid path serves */
  gboolean expired;
};

static void
clear_credentials (GcIce *ice)
{
  g_free (ice->in_username);
  g_free (ice->in_password);
  g_free (ice->out_username);
  g_free (ice->out_password);
}

static void
set_credentials (GcIce *ice, const GcIceCredentials *credentials)
{
  clear_credentials (ice);
  ice->in_username = g_strdup_printf ("%s:%s", credentials->local_ufrag, credentials->remote_ufrag);
  ice->in_password = g_strdup (credentials->local_pwd);
  ice->out_username =
      g_strdup_printf ("%s:%s", credentials->remote_ufrag, credentials->local_ufrag);
  ice->out_password = g_strdup (credentials->remote_pwd);
}

static gboolean
are_in_range (const GcIceCredentials *credentials)
{
  return strlen (credentials->local_ufrag) < GC_STUN_UFRAG_SIZE &&
         strlen (credentials->remote_ufrag) <= 256 && strlen (credentials->remote_pwd) <= 256;
}

GcIce *
gc_ice_new (GcStun *stun,
            const GcIceCredentials *credentials,
            const GcIceCallbacks *callbacks,
            gpointer user_data,
            int64_t now_us)
{
  g_return_val_if_fail (are_in_range (credentials), NULL);

  GcIce *ice = g_new0 (GcIce, 1);
  ice->stun = stun;
  ice->callbacks = *callbacks;
  ice->user_data = user_data;
  set_credentials (ice, credentials);
  gc_random_bytes (&ice->tie_breaker, sizeof ice->tie_breaker);
  ice->selected = -1;
  ice->unselected_us = now_us;
  return ice;
}

void
gc_ice_free (GcIce *ice)
{
  if (ice == NULL)
    return;
  clear_credentials (ice);
  g_free (ice);
}

void
gc_ice_restart (GcIce *ice, const GcIceCredentials *credentials)
{
  g_return_if_fail (are_in_range (credentials));

  set_credentials (ice, credentials);
}

static Path *
find_path (GcIce *ice, const GcAddress *address)
{
  for (size_t i = 0; i < ice->n_paths; i++)
    if (gc_address_equal (&ice->paths[i].address, address))
      return &ice->paths[i];
  return NULL;
}

static Path *
selected_path (const GcIce *ice)
{
  return ice->selected >= 0 ? (Path *)&ice->paths[ice->selected] : NULL;
}

/* Sends, unless @path is not valid and would get more than GC_ICE_REFLECTION_FACTOR times what it
 * sent. */
static void
send_to (GcIce *ice, Path *path, const uint8_t *bytes, size_t size)
{
  if (size == 0)
    return;
  if (!path->valid) {
    if (path->out_bytes + size > GC_ICE_REFLECTION_FACTOR * path->in_bytes)
      return;
    path->out_bytes += size;
  }
  ice->callbacks.send (bytes, size, &path->address, ice->user_data);
}

static void
send_check (GcIce *ice, Path *path)
{
  uint8_t out[GC_STUN_MAX_SIZE];
  GcStunCheck check = {
    .username = ice->out_username,
    .password = ice->out_password,
    .role = GC_STUN_ROLE_CONTROLLED,
    .tie_breaker = ice->tie_breaker,
    .priority = CHECK_PRIORITY,
  };

  memcpy (check.transaction, path->transaction, sizeof check.transaction);
  path->tries++;
  send_to (ice, path, out, gc_stun_format_check (ice->stun, &check, out, sizeof out));
}

static int64_t
pick_consent_interval_us (void)
{
  uint32_t random;

  gc_random_bytes (&random, sizeof random);
  return CONSENT_MIN_US + (int64_t)random % CONSENT_SPREAD_US;
}

/* Sends a check with a new transaction. One that has an answer already needs no more tries. */
static void
start_check (GcIce *ice, Path *path, int64_t now_us)
{
  gc_random_bytes (path->transaction, sizeof path->transaction);
  path->waiting = TRUE;
  path->probing = FALSE;
  path->tries = 0;
  path->sent_us = now_us;
  path->next_us = now_us + (path->valid ? pick_consent_interval_us () : CHECK_INTERVAL_US);
  send_check (ice, path);
}

/* The path to give up for a new one: not the selected, rather one not valid, rather an old one. */
static size_t
pick_victim (const GcIce *ice)
{
  size_t victim = ice->selected == 0 ? 1 : 0;

  for (size_t i = victim + 1; i < ice->n_paths; i++) {
    const Path *path = &ice->paths[i], *best = &ice->paths[victim];
    if ((int)i == ice->selected)
      continue;
    if (path->valid != best->valid ? best->valid : path->heard_us < best->heard_us)
      victim = i;
  }
  return victim;
}

static Path *
add_path (GcIce *ice, const GcAddress *address)
{
  Path *path;

  if (ice->n_paths < GC_ICE_MAX_PATHS) {
    path = &ice->paths[ice->n_paths++];
  } else {
    path = &ice->paths[pick_victim (ice)];
    GcAddress forgotten = path->address;
    if (ice->callbacks.forgotten != NULL)
      ice->callbacks.forgotten (&forgotten, ice->user_data);
  }
  *path = (Path){ .address = *address, .next_us = NO_TIME, .rtt_us = -1 };
  if (ice->callbacks.known != NULL)
    ice->callbacks.known (address, ice->user_data);
  return path;
}

/* Takes @path if it is valid and the newest nominated. */
static void
consider (GcIce *ice, Path *path, int64_t now_us)
{
  const Path *selected = selected_path (ice);

  /* Whoever comes back by another connection may only show consent, and nominate nothing. */
  if (ice->bereft && path->valid && path->nominated == 0)
    path->nominated = ++ice->nominations;
  if (!path->valid || path->nominated == 0 || path == selected)
    return;
  if (selected != NULL && selected->nominated > path->nominated)
    return;
  ice->selected = (int)(path - ice->paths);
  ice->bereft = FALSE;
  path->next_us = now_us + pick_consent_interval_us ();
  ice->callbacks.path (&path->address, ice->user_data);
}

/*
 * Someone is heard elsewhere while the selected path is silent: the peer's NAT may have given it
 * another address. Its consent checks (RFC 7675) come from there, and need not nominate anything.
 */
static void
probe_selected (GcIce *ice, int64_t now_us)
{
  Path *selected = selected_path (ice);

  if (selected == NULL || selected->probing || now_us - selected->heard_us < PROBE_SILENCE_US)
    return;
  start_check (ice, selected, now_us);
  selected->probing = TRUE;
  selected->next_us = now_us + CHECK_INTERVAL_US;
}

/* Goes to the valid path that was heard last, if any since @since_us. */
static void
fall_back (GcIce *ice, int64_t since_us, int64_t now_us)
{
  Path *best = NULL;

  for (size_t i = 0; i < ice->n_paths; i++) {
    if (!ice->paths[i].valid || ice->paths[i].heard_us <= since_us)
      continue;
    since_us = ice->paths[i].heard_us;
    best = &ice->paths[i];
  }
  if (best == NULL)
    return;
  best->nominated = ++ice->nominations;
  consider (ice, best, now_us);
}

/*
 * A path without media says nothing of where the peer is: it may be new, and the last packets by
 * the former one may still be on their way.
 */
void
gc_ice_note_media (GcIce *ice, const GcAddress *from, int64_t now_us)
{
  const Path *selected = selected_path (ice);
  Path *path = find_path (ice, from);

  if (path == NULL)
    return;
  path->media_us = now_us;
  if (path == selected || selected == NULL || !path->valid || selected->media_us == 0 ||
      now_us - selected->media_us < FOLLOW_US)
    return;
  path->nominated = ++ice->nominations;
  consider (ice, path, now_us);
}

static void
send_error (GcIce *ice,
            const GcStunRequest *request,
            unsigned code,
            size_t size,
            const GcAddress *to)
{
  uint8_t out[GC_STUN_MAX_SIZE];
  const char *password = code == 487 || code == 420 ? ice->in_password : NULL;
  size_t out_size =
      gc_stun_format_error (ice->stun, request->transaction, code, password, out, sizeof out);

  /* Whoever asked may not be who it seems: he gets no more than it cost. */
  if (out_size > 0 && out_size <= size)
    ice->callbacks.send (out, out_size, to, ice->user_data);
}

static void
answer (GcIce *ice, const GcStunRequest *request, Path *path)
{
  uint8_t out[GC_STUN_MAX_SIZE];

  send_to (ice, path, out,
           gc_stun_format_success (ice->stun, request->transaction, &path->address,
                                   ice->in_password, out, sizeof out));
}

static void
take_request (GcIce *ice,
              const GcStunRequest *request,
              size_t size,
              const GcAddress *from,
              int64_t now_us)
{
  Path *path = find_path (ice, from);

  if (path == NULL)
    path = add_path (ice, from);
  path->heard_us = now_us;
  /* An answer of long ago says nothing of who has the address now. */
  if (path->valid && path != selected_path (ice) &&
      now_us - path->answered_us > GC_ICE_CONSENT_US) {
    path->valid = FALSE;
    path->waiting = FALSE;
    path->in_bytes = path->out_bytes = 0;
  }
  if (!path->valid)
    path->in_bytes += size;
  answer (ice, request, path);
  if (request->use_candidate)
    path->nominated = ++ice->nominations;
  if (!path->valid && !path->waiting)
    start_check (ice, path, now_us);
  consider (ice, path, now_us);
  if (path != selected_path (ice))
    probe_selected (ice, now_us);
}

static GcIceResult
handle_request (GcIce *ice,
                const uint8_t *bytes,
                size_t size,
                const GcAddress *from,
                int64_t now_us)
{
  GcStunRequest request;
  GcStunStatus status =
      gc_stun_parse_request (ice->stun, bytes, size, ice->in_username, ice->in_password, &request);

  switch (status) {
  case GC_STUN_OK:
    break;
  case GC_STUN_BAD_REQUEST:
  case GC_STUN_UNAUTHORIZED:
    /* Who has shown the password knows it: this one only bears that address. */
    if (find_path (ice, from) != NULL)
      return GC_ICE_DROPPED;
    send_error (ice, &request, status == GC_STUN_BAD_REQUEST ? 400 : 401, size, from);
    return GC_ICE_UNAUTHORIZED;
  case GC_STUN_UNKNOWN_ATTRIBUTE:
    send_error (ice, &request, 420, size, from);
    return GC_ICE_UNAUTHORIZED;
  case GC_STUN_MALFORMED:
  default:
    return GC_ICE_DROPPED;
  }
  /* RFC 8445 section 7.3.1.1: we are lite, so always controlled; the peer has to switch. */
  if (request.role == GC_STUN_ROLE_CONTROLLED) {
    send_error (ice, &request, 487, size, from);
    return GC_ICE_UNAUTHORIZED;
  }
  take_request (ice, &request, size, from, now_us);
  return GC_ICE_TAKEN;
}

static void
measure_rtt (Path *path, int64_t now_us)
{
  /* An answer to a repeated check does not tell which try it answers. */
  if (path->tries != 1)
    return;
  int64_t sample_us = now_us - path->sent_us;
  path->rtt_us = path->rtt_us < 0 ? sample_us : path->rtt_us + (sample_us - path->rtt_us) / 8;
}

static GcIceResult
handle_response (GcIce *ice,
                 const uint8_t *bytes,
                 size_t size,
                 const GcAddress *from,
                 int64_t now_us)
{
  Path *path = find_path (ice, from);
  GcStunResponse response;

  if (path == NULL || !path->waiting ||
      gc_stun_parse_response (ice->stun, bytes, size, path->transaction, ice->out_password,
                              &response) != GC_STUN_OK)
    return GC_ICE_DROPPED;
  path->waiting = FALSE;
  path->heard_us = now_us;
  if (!response.success)
    return GC_ICE_TAKEN;
  measure_rtt (path, now_us);
  path->answered_us = now_us;
  if (path->probing) {
    path->probing = FALSE;
    path->next_us = now_us + pick_consent_interval_us ();
  }
  if (!path->valid) {
    path->valid = TRUE;
    path->next_us = NO_TIME;
    consider (ice, path, now_us);
  }
  return GC_ICE_TAKEN;
}

GcIceResult
gc_ice_handle (GcIce *ice, const uint8_t *bytes, size_t size, const GcAddress *from, int64_t now_us)
{
  if (ice->expired)
    return GC_ICE_DROPPED;
  if (gc_stun_is_request (bytes, size))
    return handle_request (ice, bytes, size, from, now_us);
  return handle_response (ice, bytes, size, from, now_us);
}

void
gc_ice_lose_path (GcIce *ice, const GcAddress *address, int64_t now_us)
{
  const GcAddress lost = *address; /* @address may be the path's own */
  Path *path = find_path (ice, &lost);

  if (path == NULL || ice->expired)
    return;
  if (ice->callbacks.forgotten != NULL)
    ice->callbacks.forgotten (&lost, ice->user_data);
  int index = (int)(path - ice->paths), last = (int)--ice->n_paths;
  gboolean was_selected = ice->selected == index;
  *path = ice->paths[last];
  if (was_selected) {
    ice->selected = -1;
    ice->bereft = TRUE;
    ice->unselected_us = now_us;
  } else if (ice->selected == last) {
    ice->selected = index;
  }
  if (was_selected)
    fall_back (ice, now_us - GC_ICE_CONSENT_US, now_us);
}

gboolean
gc_ice_knows (const GcIce *ice, const GcAddress *address)
{
  return find_path ((GcIce *)ice, address) != NULL;
}

gboolean
gc_ice_is_valid (const GcIce *ice, const GcAddress *address)
{
  const Path *path = find_path ((GcIce *)ice, address);
  return path != NULL && path->valid;
}

const GcAddress *
gc_ice_selected (const GcIce *ice)
{
  const Path *path = selected_path (ice);
  return path != NULL ? &path->address : NULL;
}

const GcAddress *
gc_ice_handshake_path (const GcIce *ice)
{
  const Path *best = selected_path (ice);

  for (size_t i = 0; best == NULL && i < ice->n_paths; i++)
    if (ice->paths[i].valid)
      best = &ice->paths[i];
  for (size_t i = 0; ice->selected < 0 && i < ice->n_paths; i++)
    if (ice->paths[i].valid && ice->paths[i].heard_us > best->heard_us)
      best = &ice->paths[i];
  return best != NULL ? &best->address : NULL;
}

static int64_t
expiry_us (const GcIce *ice)
{
  const Path *path = selected_path (ice);
  return (path != NULL ? path->heard_us : ice->unselected_us) + GC_ICE_CONSENT_US;
}

int64_t
gc_ice_next_us (const GcIce *ice)
{
  int64_t next_us = expiry_us (ice);

  if (ice->expired)
    return NO_TIME;
  for (size_t i = 0; i < ice->n_paths; i++)
    next_us = MIN (next_us, ice->paths[i].next_us);
  return next_us;
}

static void
tick_path (GcIce *ice, Path *path, int64_t now_us)
{
  if (path->next_us > now_us)
    return;
  if (path->probing && path->waiting && path->tries < PROBE_TRIES) {
    path->next_us = now_us + CHECK_INTERVAL_US;
    send_check (ice, path);
    return;
  }
  if (path->probing && path->waiting)
    fall_back (ice, path->heard_us, now_us);
  if (path->valid && path == selected_path (ice)) {
    start_check (ice, path, now_us);
  } else if (!path->valid && path->waiting && path->tries < GC_ICE_CHECK_TRIES) {
    path->next_us = now_us + CHECK_INTERVAL_US;
    send_check (ice, path);
  } else {
    /* Given up, until the next request from there; or no longer the selected one. */
    path->waiting = FALSE;
    path->next_us = NO_TIME;
  }
}

void
gc_ice_tick (GcIce *ice, int64_t now_us)
{
  if (ice->expired)
    return;
  if (now_us >= expiry_us (ice)) {
    ice->expired = TRUE;
    ice->callbacks.expired (ice->user_data);
    return;
  }
  for (size_t i = 0; i < ice->n_paths; i++)
    tick_path (ice, &ice->paths[i], now_us);
}

int64_t
gc_ice_rtt_us (const GcIce *ice)
{
  const Path *path = selected_path (ice);
  return path != NULL ? path->rtt_us : -1;
}
