// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/*
 * The camera, the microphone and the document camera of this computer. A device that is pulled out, or
 * that another program has, comes back by itself when it, or another one, can be had again.
 */

import type { Source } from './lines';

/**
 * `off`: not asked for. `refused`: the person or the system said no. `missing`: there is none.
 * `busy`: another program has it. `lost`: it was there and went away. Both are being looked for.
 */
export type SourceState = 'off' | 'opening' | 'live' | 'refused' | 'missing' | 'busy' | 'lost';

export interface DeviceChoice {
  id: string;
  label: string;
}

export interface DevicesState {
  states: Record<Source, SourceState>;
  /** The ids of the devices in use, empty when none is. */
  chosen: Record<Source, string>;
  /** Those that can be chosen: the browser names them only to pages that may use them. */
  cameras: DeviceChoice[];
  microphones: DeviceChoice[];
  /** Whether there is any, which every page may know; null until it was looked. */
  found: { audio: boolean; camera: boolean } | null;
}

const CONSTRAINTS: Record<Source, MediaTrackConstraints> = {
  audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true },
  camera: { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 25, max: 30 } },
  document: { width: { ideal: 1600 }, height: { ideal: 1200 }, frameRate: { ideal: 12, max: 15 } },
};
const HINTS: Record<Source, string> = { audio: 'speech', camera: 'motion', document: 'detail' };
const DOCUMENT_LABEL = /docu|scan|visuali|overhead|desk|高拍|文件|文档/i;
/** What is looked for again and again, not only when a device comes. */
const SOUGHT: readonly SourceState[] = ['busy', 'lost'];
const LOOK_AGAIN_MS = 2000;
const STORED = 'gc-devices';

export class Devices {
  readonly tracks: Record<Source, MediaStreamTrack | null> = {
    audio: null,
    camera: null,
    document: null,
  };
  #state: DevicesState = {
    states: { audio: 'off', camera: 'off', document: 'off' },
    chosen: { audio: '', camera: '', document: '' },
    cameras: [],
    microphones: [],
    found: null,
  };
  #wishes: Partial<Record<Source, string>>;
  /** Rises whenever a device is asked for or let go of: an answer to what was asked before is not taken. */
  #asked: Record<Source, number> = { audio: 0, camera: 0, document: 0 };
  #onchange: () => void;
  #timer = 0;
  #meter: LevelMeter | null = null;

  /** `onchange` is called after each change of the state or of a track. */
  constructor(onchange: () => void) {
    this.#onchange = onchange;
    this.#wishes = readWishes();
    navigator.mediaDevices?.addEventListener('devicechange', () => void this.#lookAgain());
  }

  get state(): Readonly<DevicesState> {
    return this.#state;
  }

  /** Loudness of the microphone, 0 to 1. */
  level(): number {
    return this.#meter?.level() ?? 0;
  }

  /** Looks which devices there are, without asking for any. */
  async look(): Promise<void> {
    if (navigator.mediaDevices !== undefined) await this.#list();
  }

  /** Asks for the camera and the microphone; what is there already is kept. */
  async open(): Promise<void> {
    const asked = (['audio', 'camera'] as const)
      .filter((source) => this.tracks[source] === null)
      .map((source) => [source, this.#ask(source)] as const);
    if (asked.length === 2 && (await this.#openBoth())) return;
    for (const [source, number] of asked) {
      if (number === this.#asked[source]) await this.#open(source);
    }
  }

  /** Switches to another device, now and from now on. */
  async choose(source: Source, id: string): Promise<void> {
    this.#wishes[source] = id;
    localStorage.setItem(STORED, JSON.stringify(this.#wishes));
    await this.#open(source);
  }

  /** The document camera, where there is a second camera. */
  async setDocument(on: boolean): Promise<void> {
    if (on) await this.#open('document');
    else this.#release('document', 'off');
  }

  /** Lets go of all devices: their lights go out. */
  close(): void {
    clearTimeout(this.#timer);
    for (const source of ['audio', 'camera', 'document'] as const) this.#release(source, 'off');
  }

  /** The camera that would be taken for documents, or null if there is none besides the face's. */
  documentCamera(): DeviceChoice | null {
    const others = this.#state.cameras.filter((device) => device.id !== this.#state.chosen.camera);
    return (
      others.find((device) => device.id === this.#wishes.document) ??
      others.find((device) => DOCUMENT_LABEL.test(device.label)) ??
      others[0] ??
      null
    );
  }

  #set(patch: Partial<DevicesState>): void {
    this.#state = { ...this.#state, ...patch };
    this.#onchange();
  }

  #setOne(source: Source, state: SourceState, id = ''): void {
    this.#set({
      states: { ...this.#state.states, [source]: state },
      chosen: { ...this.#state.chosen, [source]: id },
    });
  }

  /** One question for both, as most people have both. */
  async #openBoth(): Promise<boolean> {
    const asked = { ...this.#asked };
    try {
      const stream = await navigator.mediaDevices.getUserMedia({
        audio: this.#constraints('audio'),
        video: this.#constraints('camera'),
      });
      this.#take('audio', asked.audio, stream.getAudioTracks()[0]);
      this.#take('camera', asked.camera, stream.getVideoTracks()[0]);
      await this.#list();
      return true;
    } catch {
      return false;
    }
  }

  /** Returns the number of this request. `shown`: its state until the answer. */
  #ask(source: Source, shown: SourceState = 'opening'): number {
    this.#release(source, shown);
    return this.#asked[source];
  }

  #constraints(source: Source): MediaTrackConstraints {
    const wish = source === 'document' ? this.documentCamera()?.id : this.#wishes[source];
    // `ideal`, so that a wish for a device that is gone falls back to one that is there.
    const device: MediaTrackConstraints = wish ? { deviceId: { ideal: wish } } : {};
    return { ...CONSTRAINTS[source], ...device };
  }

  async #open(source: Source, shown?: SourceState): Promise<void> {
    const asked = this.#ask(source, shown);
    if (source === 'document' && this.documentCamera() === null) {
      return this.#fail('document', 'missing', shown);
    }
    try {
      const constraints = this.#constraints(source);
      const stream = await navigator.mediaDevices.getUserMedia(
        source === 'audio' ? { audio: constraints } : { video: constraints },
      );
      this.#take(source, asked, stream.getTracks()[0]);
      await this.#list();
    } catch (error) {
      if (asked === this.#asked[source]) this.#fail(source, stateOf(error), shown);
    }
  }

  /** It could not be had. What was lost stays so, whatever stands in the way now. */
  #fail(source: Source, state: SourceState, shown?: SourceState): void {
    const now = shown === 'lost' ? shown : state;
    this.#setOne(source, now);
    if (SOUGHT.includes(now)) this.#lookLater();
  }

  /** The answer to the request `asked`: a device that nobody waits for any more goes out at once. */
  #take(source: Source, asked: number, track: MediaStreamTrack | undefined): void {
    if (asked !== this.#asked[source]) return track?.stop();
    if (track === undefined) return this.#setOne(source, 'missing');
    track.contentHint = HINTS[source];
    track.addEventListener('ended', () => {
      if (this.tracks[source] !== track) return;
      this.#release(source, 'lost');
      this.#lookLater();
    });
    this.tracks[source] = track;
    if (source === 'audio') this.#meter = new LevelMeter(track);
    this.#setOne(source, 'live', track.getSettings().deviceId ?? '');
  }

  #release(source: Source, state: SourceState): void {
    const track = this.tracks[source];
    this.#asked[source] += 1;
    this.tracks[source] = null;
    track?.stop();
    if (source === 'audio') {
      this.#meter?.close();
      this.#meter = null;
    }
    this.#setOne(source, state);
  }

  async #list(): Promise<void> {
    const devices = await navigator.mediaDevices.enumerateDevices();
    const of = (kind: MediaDeviceKind): DeviceChoice[] =>
      devices
        .filter((device) => device.kind === kind && device.deviceId !== '')
        .filter((device) => !['default', 'communications'].includes(device.deviceId))
        .map((device) => ({ id: device.deviceId, label: device.label }));
    const any = (kind: MediaDeviceKind) => devices.some((device) => device.kind === kind);
    this.#set({
      cameras: of('videoinput'),
      microphones: of('audioinput'),
      found: { audio: any('audioinput'), camera: any('videoinput') },
    });
  }

  #lookLater(): void {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => void this.#lookAgain(), LOOK_AGAIN_MS);
  }

  /** Takes back what was lost or busy, and what was missing when it was asked for. */
  async #lookAgain(): Promise<void> {
    await this.#list();
    for (const source of ['audio', 'camera', 'document'] as const) {
      const state = this.#state.states[source];
      if (state === 'missing' || SOUGHT.includes(state)) await this.#open(source, state);
    }
  }
}

function stateOf(error: unknown): SourceState {
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'refused';
  if (name === 'NotFoundError' || name === 'OverconstrainedError') return 'missing';
  return name === '' ? 'refused' : 'busy';
}

function readWishes(): Partial<Record<Source, string>> {
  try {
    return JSON.parse(localStorage.getItem(STORED) ?? '{}') as Partial<Record<Source, string>>;
  } catch {
    return {};
  }
}

/** Loudness of one track. */
class LevelMeter {
  #context = new AudioContext();
  #analyser = this.#context.createAnalyser();
  #samples: Float32Array<ArrayBuffer>;
  #resume = () => void this.#context.resume();

  constructor(track: MediaStreamTrack) {
    this.#analyser.fftSize = 1024;
    this.#samples = new Float32Array(this.#analyser.fftSize);
    this.#context.createMediaStreamSource(new MediaStream([track])).connect(this.#analyser);
    // A page that was loaded again may only use sound after a touch.
    window.addEventListener('pointerdown', this.#resume);
  }

  level(): number {
    this.#analyser.getFloatTimeDomainData(this.#samples);
    const power = this.#samples.reduce((sum, sample) => sum + sample * sample, 0);
    const db = 10 * Math.log10(power / this.#samples.length + 1e-9);
    return Math.min(1, Math.max(0, (db + 60) / 50));
  }

  close(): void {
    window.removeEventListener('pointerdown', this.#resume);
    void this.#context.close();
  }
}
