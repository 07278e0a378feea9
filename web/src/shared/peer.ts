// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/*
 * The page's one relay peer. It is made before any call and kept warm: a call is then only a key
 * frame away. Outside a session the encodings are inactive, so that no picture and no sound leave
 * the page. A new epoch of the relay, or a failed connection, makes a new peer by itself.
 */

import { addLines, fillParties, makeParties, type Lines, type Party, type Source } from './lines';
import { QualityMeter, type Quality } from './quality';
import { Senders } from './senders';

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
/** What the link must bear before the camera's picture is sent in its full size. */
const FULL_SIZE_BPS = 700_000;

export class Peer {
  /** What is received, first party first. The streams stay the same when the peer is made anew. */
  readonly parties: Party[] = makeParties();

  #options: PeerOptions;
  #id: string | null = null;
  #pc: RTCPeerConnection | null = null;
  #senders = new Senders();
  #state: PeerState = 'off';
  #started = false;
  #attempt = 0;
  #around: PeerSurroundings = { online: false, relayUp: false, epoch: null };
  #epoch: string | null = null;
  #retryTimer = 0;
  #patience = 0;
  #qualityTimer = 0;
  #meter = new QualityMeter();

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
    this.#senders.setTrack(source, track);
  }

  /** In a session or not: outside of one nothing is sent. */
  setSending(sending: boolean): void {
    this.#senders.setSending(sending);
  }

  setMuted(source: Source, muted: boolean): void {
    this.#senders.setMuted(source, muted);
  }

  isMuted(source: Source): boolean {
    return this.#senders.isMuted(source);
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
    this.#senders.use(lines);
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
      this.#patience = window.setTimeout(() => this.#impatient(), PATIENCE_MS);
    }
  }

  /** While no other peer can be made, this one may still come back by itself. */
  #impatient(): void {
    if (this.#around.online && this.#around.relayUp) this.#again();
    else this.#patience = window.setTimeout(() => this.#impatient(), PATIENCE_MS);
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
    this.#senders.use(null);
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
    const quality = this.#meter.read(entries, performance.now());
    this.#options.onquality?.(quality);
    const { sending, fullSize } = this.#senders;
    if (sending && !fullSize && (quality?.fpsUp ?? 0) > 0) this.#grow(entries);
  }

  /** The first pictures are through: the full size, once the link is known to bear it. */
  #grow(entries: unknown[]): void {
    const bearing = (entries as { availableOutgoingBitrate?: number }[])
      .map((entry) => entry.availableOutgoingBitrate)
      .filter((bps): bps is number => bps !== undefined);
    // Firefox does not say what it estimates, and knows itself what it may send.
    if (bearing.length > 0 && Math.max(...bearing) < FULL_SIZE_BPS) return;
    this.#senders.grow();
  }
}
