// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/*
 * A sharp picture of a paper for the officer: he asks for it, or the resident offers it. It is taken,
 * shown to the resident, and sent only when he says yes; the call goes on meanwhile.
 */

import { sha256Of } from '../../shared/hash';
import { postStill } from '../../shared/http';
import type { Stills } from '../../shared/stills';
import type { KioskApp } from '../app';
import { PaperCamera } from './camera';
import { toJpeg } from './encode';
import { Upload, type UploadWay } from './upload';

/** What the resident sees of it: nothing (null), the camera, a moment, the picture, or that it failed. */
export type PaperStep = 'aim' | 'taking' | 'look' | 'failed';

export interface PaperState {
  step: PaperStep;
  /** The officer asked for it. */
  asked: boolean;
  /** The picture on the screen, null before there is one. */
  url: string | null;
}

/** How the last picture that was said yes to is getting on; null: there is none. */
export type Sending = 'sending' | 'sent' | 'failed' | null;

interface Shot {
  jpeg: Blob;
  sha256: string;
}

const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

export class Paper {
  readonly camera: PaperCamera;
  #app: KioskApp;
  #shot: Shot | null = null;
  #askedMs: number | null = null;
  #upload: Upload | null = null;
  /** One after the other. */
  #sent: Promise<void> = Promise.resolve();
  /** The pictures that this page has announced; any other one was lost with an earlier page. */
  #own = new Set<string>();
  #ticket: string | null = null;

  constructor(app: KioskApp) {
    this.#app = app;
    this.camera = new PaperCamera(app.core.devices);
  }

  /** To be told of each view. */
  follow(): void {
    const { ticket, session, stills } = this.#app.state.view;
    if (!ticket || !session || !stills) return this.#end();
    this.#ticket = ticket.id;
    const { asked_ms: asked } = stills;
    if (asked !== null && asked !== this.#askedMs) void this.open(true);
    this.#askedMs = asked;
    this.#dropLost(stills);
  }

  /** Begins: with a camera of its own for papers the picture is taken at once. */
  async open(asked = false): Promise<void> {
    if (this.#app.state.paper !== null) return this.#set({ asked });
    this.#app.store.set({ paper: { step: 'taking', asked, url: null } });
    await this.camera.open();
    if (this.#app.state.paper === null) return this.camera.close();
    if (this.camera.track === null) return this.#fail();
    if (this.camera.isApart) await this.take();
    else this.#set({ step: 'aim' });
  }

  async take(): Promise<void> {
    this.#forgetShot();
    this.#set({ step: 'taking', url: null });
    try {
      const bitmap = await this.camera.take();
      const jpeg = await toJpeg(bitmap);
      bitmap.close();
      this.#shot = { jpeg, sha256: await sha256Of(jpeg) };
    } catch (error) {
      console.warn('paper:', error);
      return this.#fail();
    }
    if (this.#app.state.paper === null) return this.#forgetShot();
    this.#set({ step: 'look', url: URL.createObjectURL(this.#shot.jpeg) });
  }

  /** Not like this: the paper is put right. */
  again(): void {
    this.#forgetShot();
    this.#set({ step: 'aim', url: null });
  }

  /** The resident does not want to, or it did not work out: the officer is told if he asked. */
  cancel(): void {
    const { paper } = this.#app.state;
    if (paper?.asked) void this.#drop(paper.step === 'failed' ? 'failed' : 'declined');
    this.#close();
  }

  /** The resident has seen it and says yes. */
  send(): void {
    const [shot, ticket] = [this.#shot, this.#ticket];
    this.#close();
    if (shot === null || ticket === null) return;
    this.#app.store.set({ sending: 'sending' });
    this.#sent = this.#sent.then(() => this.#run(shot, ticket));
  }

  /** Stops sending what is under way. */
  stop(): void {
    this.#upload?.cancel();
  }

  async #run(shot: Shot, ticket: string): Promise<void> {
    if (ticket !== this.#ticket) return;
    const upload = new Upload(shot.jpeg, this.#way(shot, ticket));
    this.#upload = upload;
    this.#app.store.set({ sending: 'sending' });
    try {
      this.#sendingEnded(upload, (await upload.run()) ? 'sent' : null);
    } catch (error) {
      console.warn('paper:', error);
      this.#sendingEnded(upload, 'failed');
    }
  }

  #sendingEnded(upload: Upload, sending: Sending): void {
    // Else the session was over first.
    if (this.#upload !== upload) return;
    this.#upload = null;
    this.#app.store.set({ sending });
    if (sending !== 'sent') void this.#drop(sending === null ? 'declined' : 'failed');
  }

  #way({ jpeg, sha256 }: Shot, ticket: string): UploadWay {
    const { connection, peer } = this.#app.core;
    const params = { ticket, type: 'image/jpeg' as const, size: jpeg.size, sha256 };
    return {
      begin: async () => {
        const begun = await connection.request('still.begin', params);
        this.#own.add(begun.still);
        return begun;
      },
      post: postStill,
      uplinkBps: () => peer.uplinkBps(),
      wait,
      now: () => performance.now(),
    };
  }

  /** A page that was loaded again has no picture to go on with. */
  #dropLost(stills: Stills): void {
    if (this.#upload !== null) return;
    const lost = stills.pictures.find(
      ({ id, whole_ms }) => whole_ms === null && !this.#own.has(id),
    );
    if (lost === undefined) return;
    this.#own.add(lost.id);
    void this.#drop('failed');
  }

  async #drop(reason: 'declined' | 'failed'): Promise<void> {
    const ticket = this.#ticket;
    if (ticket === null) return;
    try {
      await this.#app.core.connection.request('still.drop', { ticket, reason });
    } catch (error) {
      console.warn('still.drop:', error);
    }
  }

  #fail(): void {
    if (this.#app.state.paper !== null) this.#set({ step: 'failed', url: null });
  }

  #set(patch: Partial<PaperState>): void {
    const { paper } = this.#app.state;
    if (paper !== null) this.#app.store.set({ paper: { ...paper, ...patch } });
  }

  #close(): void {
    this.camera.close();
    this.#forgetShot();
    this.#app.store.set({ paper: null });
  }

  #forgetShot(): void {
    const url = this.#app.state.paper?.url ?? null;
    if (url !== null) URL.revokeObjectURL(url);
    this.#shot = null;
  }

  /** The session is over: nothing of it stays. */
  #end(): void {
    if (this.#ticket === null) return;
    this.#ticket = null;
    this.#askedMs = null;
    this.#upload?.cancel();
    this.#upload = null;
    this.#own.clear();
    this.#close();
    this.#app.store.set({ sending: null });
  }
}
