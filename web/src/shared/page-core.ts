// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/*
 * What the kiosk's and the agent's page have in common: the connection, the warm peer and the
 * devices, kept in step with each other, and their state in the page's one store. Components read
 * the store and call the page's actions; none of them knows of sockets.
 */

import { makeConnection } from './browser';
import { ServerClock } from './clock';
import { Devices, type DevicesState } from './media-devices';
import type { PageName, PartShapes, Relay, Turn, ViewOf, Way } from './messages';
import { Peer, type PeerState } from './peer';
import type { Connection, Status } from './protocol';
import type { Quality } from './quality';
import type { CoreSession } from './session';
import { readParts, Store } from './store';

export interface CoreState<V> {
  status: Status;
  /** Whether the whole view was received since this page was loaded. */
  welcomed: boolean;
  view: V;
  peer: PeerState;
  quality: Quality | null;
  devices: DevicesState;
  /** Whether pictures of another party come at the moment. */
  otherLive: boolean;
  /** Own sound or picture switched off by the person. */
  muted: { audio: boolean; camera: boolean };
}

export interface CoreOptions<P extends PartShapes, S extends CoreState<ViewOf<P>>> {
  page: PageName;
  parts: P;
  /** The store, made with the state that the core gives. */
  state: (core: CoreState<ViewOf<P>>) => S;
  /** The session of a view, or null. */
  sessionOf: (view: ViewOf<P>) => CoreSession | null;
  /** Whether the page's link is being tested. */
  isTested?: (view: ViewOf<P>) => boolean;
}

const LOOK_MS = 500;
/** With sound and no picture for this long, the other side has no camera. */
const SOUND_ONLY_MS = 4000;

export class PageCore<P extends PartShapes, S extends CoreState<ViewOf<P>>> {
  readonly store: Store<S>;
  readonly clock = new ServerClock();
  readonly connection: Connection;
  readonly devices: Devices;
  readonly peer: Peer;

  #options: CoreOptions<P, S>;
  #joining: { ticket: string; since: number; timer: number } | null = null;
  #joined: string | null = null;
  #mediaWanted = false;
  #replaced = false;

  constructor(options: CoreOptions<P, S>) {
    this.#options = options;
    this.devices = new Devices(() => this.#devicesChanged());
    this.peer = new Peer({
      offer: (sdp) => this.connection.request('media.offer', { sdp }),
      restart: (keys) => this.connection.request('media.restart', keys),
      onstate: (peer) => this.#patch({ peer }),
      onquality: (quality) => this.#patch({ quality }),
      onway: (way) => this.#tellWay(way),
    });
    this.connection = makeConnection({
      page: options.page,
      peer: () => this.peer.id,
      onstatus: (status) => this.#statusChanged(status),
      onview: (parts, whole) => this.#viewed(parts, whole),
      onclock: (now, roundTrip) => this.clock.add(now, roundTrip),
    });
    this.store = new Store(
      options.state({
        status: 'stopped',
        welcomed: false,
        view: {} as ViewOf<P>,
        peer: 'off',
        quality: null,
        devices: this.devices.state,
        otherLive: false,
        muted: { audio: false, camera: false },
      }),
    );
  }

  /** Asks for camera and microphone and makes the peer. */
  async openMedia(): Promise<void> {
    this.#mediaWanted = true;
    await this.devices.open();
    if (this.#mediaWanted) this.peer.start();
    else this.devices.close();
  }

  /** Lets go of the devices and of the peer. */
  closeMedia(): void {
    this.#mediaWanted = false;
    this.peer.stop();
    this.devices.close();
    this.mute('audio', false);
    this.mute('camera', false);
  }

  mute(source: 'audio' | 'camera', muted: boolean): void {
    this.peer.setMuted(source, muted);
    this.#patch({ muted: { ...this.store.state.muted, [source]: muted } });
  }

  /** To be told of `gc-frame` and `gc-still` of the other parties' pictures. */
  setOtherLive(otherLive: boolean): void {
    this.#patch({ otherLive });
    if (otherLive) this.#join();
  }

  /** The next peer of this place begins with what is known then. */
  #tellWay(way: Way): void {
    this.connection
      .request('media.way', { way })
      .catch((error: unknown) => console.warn('way:', error));
  }

  #patch(patch: Partial<CoreState<ViewOf<P>>>): void {
    this.store.set(patch as Partial<S>);
  }

  /** The newer page of the seat has the devices and the peer; this one may take them back. */
  #statusChanged(status: Status): void {
    this.#patch({ status });
    if (status === 'replaced') {
      this.#replaced = true;
      this.peer.stop();
      this.devices.close();
    } else if (status === 'online' && this.#replaced) {
      this.#replaced = false;
      if (this.#mediaWanted) void this.openMedia();
    }
    this.#follow();
  }

  #viewed(parts: Record<string, unknown>, whole: boolean): void {
    const read = readParts(this.#options.parts, parts, (text) => console.warn('view:', text));
    const view = whole ? read : { ...this.store.state.view, ...read };
    this.#patch({ view, welcomed: true });
    this.#follow();
  }

  #devicesChanged(): void {
    this.#patch({ devices: this.devices.state });
    for (const source of ['audio', 'camera', 'document'] as const) {
      this.peer.setTrack(source, this.devices.tracks[source]);
    }
  }

  /** Brings peer and session in step with status and view. */
  #follow(): void {
    const { view, status } = this.store.state;
    const { relay, turn } = view as { relay?: Relay; turn?: Turn | null };
    this.peer.update({
      online: status === 'online',
      relayUp: relay?.up ?? false,
      epoch: relay?.epoch ?? null,
      worker: relay?.worker ?? null,
      turn: turn ?? null,
    });
    const session = this.#options.sessionOf(view);
    this.peer.setTested(this.#options.isTested?.(view) ?? false);
    this.peer.setSmall(session?.small ?? false);
    this.peer.setSending(session?.sending ?? false);
    // The picture of the last call must not be taken for the first one of the next.
    if (session === null || session.state === 'wrap_up') this.#patch({ otherLive: false });
    if (session?.joining) this.#expect(session.ticket);
    else this.#stopExpecting();
  }

  /** A session is being set up: the first picture is to be reported. */
  #expect(ticket: string): void {
    if (this.#joining?.ticket === ticket || this.#joined === ticket) return;
    this.#stopExpecting();
    const since = performance.now();
    const start = this.peer.received();
    const timer = window.setInterval(() => void this.#look(start), LOOK_MS);
    this.#joining = { ticket, since, timer };
    if (this.store.state.otherLive) this.#join();
  }

  #stopExpecting(): void {
    window.clearInterval(this.#joining?.timer);
    this.#joining = null;
    this.#joined = null;
  }

  /** A page in the background is shown no frames, and some people have no camera. */
  async #look(before: ReturnType<Peer['received']>): Promise<void> {
    const [start, now] = await Promise.all([before, this.peer.received()]);
    if (this.#joining === null) return;
    const pictures = now.frames > start.frames;
    const sound = now.audioPackets > start.audioPackets;
    const waited = performance.now() - this.#joining.since;
    if (pictures ? document.hidden : sound && waited > SOUND_ONLY_MS) this.#join();
  }

  #join(): void {
    const joining = this.#joining;
    if (joining === null) return;
    const ms = Math.round(performance.now() - joining.since);
    this.#stopExpecting();
    this.#joined = joining.ticket;
    performance.measure('gc-first-frame', { start: joining.since, duration: ms });
    this.connection
      .request('session.joined', { ticket: joining.ticket, first_frame_ms: ms })
      .catch((error: unknown) => console.warn('joined:', error));
  }
}
