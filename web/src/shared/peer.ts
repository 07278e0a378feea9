// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/*
 * The page's one relay peer. It is made before any call and kept warm: a call is then only a key
 * frame away. Outside a session the encodings are inactive, so that no picture and no sound leave
 * the page. A new epoch of the relay, a failed connection, or a call on another worker of the relay
 * makes a new peer by itself.
 */

import { CeilingMeter } from './ceiling';
import { FitMeter } from './fit';
import { iceOf, withIce, type IceKeys } from './ice';
import {
  addLines,
  ECHO_MIDS,
  fillParties,
  makeParties,
  type Lines,
  type Party,
  type Source,
} from './lines';
import type { Turn, Way } from './messages';
import { QualityMeter, uplinkOf, type Quality } from './quality';
import { RedundancyMeter } from './redundancy';
import { Senders } from './senders';
import { SilenceMeter } from './silence';
import { wayOf } from './ways';

/** `off`: not wanted. `connecting`: being made, or the relay is away. `connected`: ready. */
export type PeerState = 'off' | 'connecting' | 'connected';

interface Answer {
  peer: string;
  answer: string;
  /** The worker of the relay on which the peer is, if that is known. */
  worker: number | null;
}

export interface PeerOptions {
  /** Sends media.offer. Errors: anything; it is tried again. */
  offer: (sdp: string) => Promise<Answer>;
  /** Sends media.restart. An error ends this peer connection, and another one is made. */
  restart: (keys: IceKeys) => Promise<IceKeys>;
  onstate?: (state: PeerState) => void;
  /** Every second while connected. */
  onquality?: (quality: Quality | null) => void;
  /** On which way it goes: once a peer is connected, and when that changes. */
  onway?: (way: Way) => void;
}

/** What the peer must know of the page's connection to the service. */
export interface PeerSurroundings {
  online: boolean;
  relayUp: boolean;
  epoch: string | null;
  /** The worker of the relay on which all of this page's call are; null: any will do. */
  worker: number | null;
  /** A TURN server for networks that let nothing else through, or null. */
  turn: Turn | null;
}

const READ_MS = 500;
/** From one measure of the quality to the next. */
const QUALITY_READINGS = 2;
const PATIENCE_MS = 4000;
const RETRY_MS = 1500;
/** A peer that is not connected by then, over any line that is fit for a call, cannot go straight. */
const STRAIGHT_MS = 3000;
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
  #inSession = false;
  #tested = false;
  #attempt = 0;
  #around: PeerSurroundings = {
    online: false,
    relayUp: false,
    epoch: null,
    worker: null,
    turn: null,
  };
  #epoch: string | null = null;
  #worker: number | null = null;
  #retryTimer = 0;
  #patience = 0;
  #straightTimer = 0;
  #readTimer = 0;
  #meter = new QualityMeter();
  #silence = new SilenceMeter();
  #redundancy = new RedundancyMeter();
  #ceiling = new CeilingMeter();
  #fit = new FitMeter();
  #way: Way | null = null;
  /** The last peer could not go straight to the relay. */
  #barred = false;

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

  /** Whether a small face is all that the others show. */
  setSmall(small: boolean): void {
    this.#senders.setSmall(small);
  }

  /** In a session or not: outside of one nothing is sent, but for a test. */
  setSending(sending: boolean): void {
    this.#inSession = sending;
    this.#senders.setSending(this.#inSession || this.#tested);
  }

  /**
   * The link is being tested: what is sent comes back to this page alone, and is no party's. It is
   * measured by the relay; the figures of the page are left out meanwhile.
   */
  setTested(tested: boolean): void {
    if (this.#tested === tested) return;
    this.#tested = tested;
    this.#meter = new QualityMeter();
    this.#options.onquality?.(null);
    this.setSending(this.#inSession);
  }

  setMuted(source: Source, muted: boolean): void {
    this.#senders.setMuted(source, muted);
  }

  isMuted(source: Source): boolean {
    return this.#senders.isMuted(source);
  }

  /**
   * Frames decoded and sound received so far of others, for pages that cannot see their video
   * element.
   */
  async received(): Promise<{ frames: number; audioPackets: number }> {
    const sum = { frames: 0, audioPackets: 0 };
    const report = await this.#pc?.getStats();
    report?.forEach((entry: { type: string; kind?: string } & Record<string, unknown>) => {
      if (entry.type !== 'inbound-rtp' || ECHO_MIDS.includes(String(entry['mid']))) return;
      if (entry.kind === 'video') sum.frames += Number(entry['framesDecoded'] ?? 0);
      if (entry.kind === 'audio') sum.audioPackets += Number(entry['packetsReceived'] ?? 0);
    });
    return sum;
  }

  /** What the page's own link bears towards the relay, in bit/s; null while that is not known. */
  async uplinkBps(): Promise<number | null> {
    const entries: unknown[] = [];
    (await this.#pc?.getStats())?.forEach((entry) => entries.push(entry));
    return uplinkOf(entries);
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
    if (this.#epoch !== epoch || this.#isElsewhere()) this.#connect();
    else if (this.#pc === null && this.#retryTimer === 0) this.#connect();
  }

  /** The call is on another worker than this peer. */
  #isElsewhere(): boolean {
    const { worker } = this.#around;
    return worker !== null && this.#worker !== null && worker !== this.#worker;
  }

  #connect(): void {
    this.#attempt += 1;
    this.#epoch = this.#around.epoch;
    const attempt = this.#attempt;
    const pc = new RTCPeerConnection({
      bundlePolicy: 'max-bundle',
      rtcpMuxPolicy: 'require',
      iceServers: this.#iceServers(),
    });
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

  /**
   * The TURN server alone where it is needed: it costs an allocation there for as long as the peer
   * lives. The straight ways are tried beside it, and are better wherever they get through.
   */
  #iceServers(): RTCIceServer[] {
    const { turn } = this.#around;
    if (turn === null || !(turn.first || this.#barred)) return [];
    return [{ urls: turn.url, username: turn.username, credential: turn.credential }];
  }

  /** No straight way has led to the relay: at once another peer, which may use the TURN server. */
  #goRound(): void {
    this.#barred = true;
    this.#close();
    this.#check();
  }

  async #negotiate(pc: RTCPeerConnection, lines: Lines): Promise<void> {
    await pc.setLocalDescription();
    const { peer, answer, worker } = await this.#options.offer(pc.localDescription?.sdp ?? '');
    if (pc !== this.#pc) return;
    this.#id = peer;
    this.#worker = worker;
    this.#check();
    if (pc !== this.#pc) return;
    await pc.setRemoteDescription({ type: 'answer', sdp: answer });
    if (pc !== this.#pc) return;
    this.#senders.use(lines);
    const mayGoRound = this.#around.turn !== null && this.#iceServers().length === 0;
    if (pc.connectionState !== 'connected' && mayGoRound) {
      this.#straightTimer = window.setTimeout(() => this.#goRound(), STRAIGHT_MS);
    }
  }

  #changed(pc: RTCPeerConnection): void {
    if (pc !== this.#pc) return;
    clearTimeout(this.#patience);
    if (pc.connectionState === 'connected') {
      clearTimeout(this.#straightTimer);
      this.#setState('connected');
      void this.#read(pc, (entries) => this.#measure(entries));
      this.#startReading(pc);
    } else if (pc.connectionState === 'failed') {
      this.#barred ||= this.#way === null;
      this.#again();
    } else if (pc.connectionState === 'disconnected') {
      this.#setState('connecting');
      this.#restart(pc);
      this.#patience = window.setTimeout(() => this.#impatient(), PATIENCE_MS);
    }
  }

  #startReading(pc: RTCPeerConnection): void {
    let readings = 0;
    const take = (entries: unknown[]) => {
      this.#listen(pc, entries);
      readings += 1;
      if (readings % QUALITY_READINGS === 0) this.#measure(entries);
    };
    clearInterval(this.#readTimer);
    this.#readTimer = window.setInterval(() => void this.#read(pc, take), READ_MS);
  }

  /** Gives `take` what the browser counts of `pc`, if that is still the peer by then. */
  async #read(pc: RTCPeerConnection, take: (entries: unknown[]) => void): Promise<void> {
    const report = await pc.getStats();
    if (pc !== this.#pc) return;
    const entries: unknown[] = [];
    report.forEach((entry) => entries.push(entry));
    take(entries);
  }

  /** In a session something comes all the time; when it stops, the way is likely to be gone. */
  #listen(pc: RTCPeerConnection, entries: unknown[]): void {
    if (this.#silence.read(entries) && this.#senders.sending) this.#restart(pc);
  }

  /** An ICE restart: another way is looked for, with the same keys, and this one is used meanwhile. */
  #restart(pc: RTCPeerConnection): void {
    if (!this.#around.online || !this.#around.relayUp || pc.signalingState !== 'stable') return;
    this.#senders.queue(() =>
      this.#renew(pc).catch((error: unknown) => {
        if (pc !== this.#pc) return;
        console.warn('peer: restart:', error);
        this.#again();
      }),
    );
  }

  async #renew(pc: RTCPeerConnection): Promise<void> {
    if (pc !== this.#pc) return;
    pc.restartIce();
    await pc.setLocalDescription();
    const late = new Promise<never>((_, reject) =>
      window.setTimeout(() => reject(new Error('no answer')), PATIENCE_MS),
    );
    const keys = iceOf(pc.localDescription?.sdp ?? '');
    const answer = await Promise.race([this.#options.restart(keys), late]);
    if (pc !== this.#pc) return;
    const sdp = withIce(pc.remoteDescription?.sdp ?? '', answer);
    await pc.setRemoteDescription({ type: 'answer', sdp });
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
    clearTimeout(this.#straightTimer);
    clearInterval(this.#readTimer);
    this.#meter = new QualityMeter();
    this.#silence = new SilenceMeter();
    this.#redundancy = new RedundancyMeter();
    this.#ceiling = new CeilingMeter();
    this.#fit = new FitMeter();
    this.#way = null;
    this.#options.onquality?.(null);
    this.#id = null;
    this.#worker = null;
    this.#senders.use(null);
    const pc = this.#pc;
    this.#pc = null;
    if (pc === null) return;
    pc.onconnectionstatechange = null;
    pc.close();
  }

  #measure(entries: unknown[]): void {
    const now = performance.now();
    const quality = this.#meter.read(entries, now);
    if (!this.#tested) this.#options.onquality?.(quality);
    this.#senders.setRedundant(this.#redundancy.read(entries, now));
    this.#noteWay(wayOf(entries));
    const { sending, fullSize } = this.#senders;
    const heldDown = sending && !fullSize && (quality?.fpsUp ?? 0) > 0;
    const ceiling = this.#ceiling.read(entries, now, heldDown);
    if (ceiling !== null) this.#senders.look(ceiling);
    if (this.#fit.read(entries, now)) this.#senders.beginAnew();
    if (heldDown) this.#grow(entries);
  }

  #noteWay(way: Way | null): void {
    if (way === null || way === this.#way) return;
    this.#way = way;
    this.#barred = way === 'turn';
    this.#options.onway?.(way);
  }

  /** The first pictures are through: the full size, once the link is known to bear it. */
  #grow(entries: unknown[]): void {
    const bearing = uplinkOf(entries);
    // Firefox does not say what it estimates, and knows itself what it may send.
    if (bearing !== null && bearing < FULL_SIZE_BPS) return;
    this.#senders.grow();
  }
}
