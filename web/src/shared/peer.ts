// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/*
 * The page's one relay peer. It is made before any call and kept warm: a call is then only a key
 * frame away. Outside a session the encodings are inactive, so that no picture and no sound leave
 * the page. A new epoch of the relay, or a failed connection, makes a new peer by itself.
 */

import {
  addLines,
  fillParties,
  makeParties,
  SOURCES,
  type Lines,
  type Party,
  type Source,
} from './lines';
import { QualityMeter, type Quality } from './quality';

/** `off`: not wanted. `connecting`: being made, or the relay is away. `connected`: ready. */
export type PeerState = 'off' | 'connecting' | 'connected';

export interface PeerOptions {
  /** Sends media.offer. Errors: anything; it is tried again. */
  offer: (sdp: string) => Promise<{ peer: string; answer: string }>;
  onstate?: (state: PeerState) => void;
  /** Every second while connected. */
  onquality?: (quality: Quality | null) => void;
}

/** What the peer must know of the page's connection to the service. */
export interface PeerSurroundings {
  online: boolean;
  relayUp: boolean;
  epoch: string | null;
}

const QUALITY_MS = 1000;
const PATIENCE_MS = 4000;
const RETRY_MS = 1500;

export class Peer {
  /** What is received, first party first. The streams stay the same when the peer is made anew. */
  readonly parties: Party[] = makeParties();

  #options: PeerOptions;
  #id: string | null = null;
  #pc: RTCPeerConnection | null = null;
  #lines: Lines | null = null;
  #state: PeerState = 'off';
  #started = false;
  #attempt = 0;
  #around: PeerSurroundings = { online: false, relayUp: false, epoch: null };
  #epoch: string | null = null;
  #retryTimer = 0;
  #patience = 0;
  #qualityTimer = 0;
  #meter = new QualityMeter();
  #tracks: Record<Source, MediaStreamTrack | null> = { audio: null, camera: null, document: null };
  #muted: Record<Source, boolean> = { audio: false, camera: false, document: false };
  #sending = false;
  #applied: Promise<void> = Promise.resolve();

  constructor(options: PeerOptions) {
    this.#options = options;
  }

  /** The relay's identifier of this peer, or null. For hello. */
  get id(): string | null {
    return this.#id;
  }

  get state(): PeerState {
    return this.#state;
  }

  /** Makes the peer as soon as the surroundings allow, and keeps it. */
  start(): void {
    this.#started = true;
    this.#check();
  }

  stop(): void {
    this.#started = false;
    this.#close();
    this.#setState('off');
  }

  /** To be told at each change of the connection's status and of the view's part `relay`. */
  update(around: PeerSurroundings): void {
    this.#around = around;
    this.#check();
  }

  /** Gives the track to be sent for `source`; null for none. The track stays the caller's. */
  setTrack(source: Source, track: MediaStreamTrack | null): void {
    if (this.#tracks[source] === track) return;
    this.#tracks[source] = track;
    this.#apply();
  }

  /** In a session or not: outside of one nothing is sent. */
  setSending(sending: boolean): void {
    if (this.#sending === sending) return;
    this.#sending = sending;
    this.#apply();
  }

  setMuted(source: Source, muted: boolean): void {
    if (this.#muted[source] === muted) return;
    this.#muted[source] = muted;
    this.#apply();
  }

  isMuted(source: Source): boolean {
    return this.#muted[source];
  }

  /** Frames decoded and sound received so far, for pages that cannot see their video element. */
  async received(): Promise<{ frames: number; audioPackets: number }> {
    const sum = { frames: 0, audioPackets: 0 };
    const report = await this.#pc?.getStats();
    report?.forEach((entry: { type: string; kind?: string } & Record<string, unknown>) => {
      if (entry.type !== 'inbound-rtp') return;
      if (entry.kind === 'video') sum.frames += Number(entry['framesDecoded'] ?? 0);
      if (entry.kind === 'audio') sum.audioPackets += Number(entry['packetsReceived'] ?? 0);
    });
    return sum;
  }

  #setState(state: PeerState): void {
    if (this.#state === state) return;
    this.#state = state;
    this.#options.onstate?.(state);
  }

  #check(): void {
    if (!this.#started) return;
    const { online, relayUp, epoch } = this.#around;
    if (!online || !relayUp) {
      if (this.#pc === null) this.#setState('connecting');
      return;
    }
    if (this.#epoch !== epoch) this.#connect();
    else if (this.#pc === null && this.#retryTimer === 0) this.#connect();
  }

  #connect(): void {
    this.#attempt += 1;
    this.#epoch = this.#around.epoch;
    const attempt = this.#attempt;
    const pc = new RTCPeerConnection({ bundlePolicy: 'max-bundle', rtcpMuxPolicy: 'require' });
    const lines = addLines(pc);
    this.#close();
    this.#pc = pc;
    this.#setState('connecting');
    fillParties(this.parties, lines.receivers);
    pc.onconnectionstatechange = () => this.#changed(pc);
    this.#negotiate(pc, lines).catch((error: unknown) => {
      if (attempt !== this.#attempt) return;
      console.warn('peer:', error);
      this.#again();
    });
  }

  async #negotiate(pc: RTCPeerConnection, lines: Lines): Promise<void> {
    await pc.setLocalDescription();
    const { peer, answer } = await this.#options.offer(pc.localDescription?.sdp ?? '');
    if (pc !== this.#pc) return;
    this.#id = peer;
    await pc.setRemoteDescription({ type: 'answer', sdp: answer });
    if (pc !== this.#pc) return;
    // Not earlier: the answer changes the parameters under which an encoding is made active.
    this.#lines = lines;
    this.#apply();
  }

  #changed(pc: RTCPeerConnection): void {
    if (pc !== this.#pc) return;
    clearTimeout(this.#patience);
    if (pc.connectionState === 'connected') {
      this.#setState('connected');
      clearInterval(this.#qualityTimer);
      this.#qualityTimer = window.setInterval(() => void this.#measure(pc), QUALITY_MS);
    } else if (pc.connectionState === 'failed') {
      this.#again();
    } else if (pc.connectionState === 'disconnected') {
      this.#setState('connecting');
      this.#patience = window.setTimeout(() => this.#again(), PATIENCE_MS);
    }
  }

  /** Gives this peer connection up and makes another one a little later. */
  #again(): void {
    this.#close();
    this.#setState('connecting');
    this.#retryTimer = window.setTimeout(() => {
      this.#retryTimer = 0;
      this.#check();
    }, RETRY_MS);
  }

  #close(): void {
    clearTimeout(this.#retryTimer);
    this.#retryTimer = 0;
    clearTimeout(this.#patience);
    clearInterval(this.#qualityTimer);
    this.#meter = new QualityMeter();
    this.#options.onquality?.(null);
    this.#id = null;
    this.#lines = null;
    const pc = this.#pc;
    this.#pc = null;
    if (pc === null) return;
    pc.onconnectionstatechange = null;
    pc.close();
  }

  async #measure(pc: RTCPeerConnection): Promise<void> {
    const report = await pc.getStats();
    if (pc !== this.#pc) return;
    const entries: unknown[] = [];
    report.forEach((entry) => entries.push(entry));
    this.#options.onquality?.(this.#meter.read(entries, performance.now()));
  }

  /** Brings the senders to what is wanted, one change after the other. */
  #apply(): void {
    this.#applied = this.#applied.then(async () => {
      const lines = this.#lines;
      if (lines === null) return;
      await Promise.all(SOURCES.map((source) => this.#applyOne(lines.senders[source], source)));
    });
    this.#applied = this.#applied.catch((error: unknown) => console.warn('sender:', error));
  }

  async #applyOne(sender: RTCRtpSender, source: Source): Promise<void> {
    const track = this.#tracks[source];
    if (sender.track !== track) await sender.replaceTrack(track);
    const active = this.#sending && !this.#muted[source] && track !== null;
    const parameters = sender.getParameters();
    const encoding = parameters.encodings[0];
    if (encoding === undefined || encoding.active === active) return;
    encoding.active = active;
    await sender.setParameters(parameters);
  }
}
