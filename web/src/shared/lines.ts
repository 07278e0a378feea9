// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/*
 * The fixed m-lines of a page's peer (docs/protocol.md, media.offer): audio, camera and document
 * camera in both directions, then pairs to receive up to four further parties. They are made once,
 * and the relay is never asked for others.
 */

export type Source = 'audio' | 'camera' | 'document';
/** In the order in which they are switched: the picture takes longest to start. */
export const SOURCES: readonly Source[] = ['camera', 'audio', 'document'];

/** What is received of another party. The streams are the same objects for the life of the page. */
export interface Party {
  audio: MediaStream;
  camera: MediaStream;
  /** Only the first party has a line for it. */
  document: MediaStream | null;
}

export const FURTHER_PARTIES = 4;

/**
 * The m-lines on which the relay sends the page its own while the link is tested: those of the last
 * party (docs/relay.md, Control API).
 */
export const ECHO_MIDS: readonly string[] = [1, 2].map((line) => `${2 * FURTHER_PARTIES + line}`);

/** The video line that shows the document of the first party, as the relay numbers them. */
export const DOCUMENT_LINE = 1;

/** The video line that shows the face of a party. */
export function faceLine(party: number): number {
  return party === 0 ? 0 : party + 1;
}

/**
 * How much smaller the camera's picture is while it is small: a guest's, and at first everybody's.
 * Browsers begin with an estimate of 300 kbit/s and drop the first frames of a picture that is too large
 * for it: that costs 120 ms before the first one.
 */
export const SMALLER = 2;

export const MOST_BPS: Record<Source, number> = {
  audio: 32_000,
  camera: 1_200_000,
  document: 1_500_000,
};

const CARRIED: readonly string[] = [
  'audio/opus',
  'audio/red',
  'video/vp8',
  'video/rtx',
  'video/red',
  'video/ulpfec',
];

/** Only what the relay carries is offered, which also keeps the offer of 11 lines small. */
function codecsOf(kind: 'audio' | 'video'): RTCRtpCodec[] {
  const all = RTCRtpReceiver.getCapabilities(kind)?.codecs ?? [];
  return all.filter((codec) => {
    const type = codec.mimeType.toLowerCase();
    if (CARRIED.includes(type)) return true;
    const fmtp = codec.sdpFmtpLine ?? '';
    return type === 'video/h264' && /packetization-mode=1/.test(fmtp) && /=42(e0|00)1f/i.test(fmtp);
  });
}

function addLine(pc: RTCPeerConnection, kind: 'audio' | 'video', init: RTCRtpTransceiverInit) {
  const line = pc.addTransceiver(kind, init);
  const codecs = codecsOf(kind);
  // Firefox 115 has no setCodecPreferences; its own list is short enough.
  if (codecs.length > 0 && 'setCodecPreferences' in line) line.setCodecPreferences(codecs);
  return line;
}

export interface Lines {
  /** Whose they are. */
  pc: RTCPeerConnection;
  senders: Record<Source, RTCRtpSender>;
  /** Receivers in the order of the parties: audio, camera, document of the first, then pairs. */
  receivers: RTCRtpReceiver[];
}

/** Adds the lines to a new peer connection. Nothing is sent until an encoding is made active. */
export function addLines(pc: RTCPeerConnection): Lines {
  const own = new MediaStream();
  const paper = new MediaStream();
  const line = (source: Source) =>
    addLine(pc, source === 'audio' ? 'audio' : 'video', {
      direction: 'sendrecv',
      streams: [source === 'document' ? paper : own],
      sendEncodings: [
        {
          active: false,
          maxBitrate: MOST_BPS[source],
          ...(source === 'camera' && { scaleResolutionDownBy: SMALLER }),
        },
      ],
    });
  const [audio, camera, document] = [line('audio'), line('camera'), line('document')];
  const receivers = [audio.receiver, camera.receiver, document.receiver];
  for (let party = 0; party < FURTHER_PARTIES; party += 1) {
    for (const kind of ['audio', 'video'] as const) {
      receivers.push(addLine(pc, kind, { direction: 'recvonly' }).receiver);
    }
  }
  return {
    pc,
    senders: { audio: audio.sender, camera: camera.sender, document: document.sender },
    receivers,
  };
}

/** Empty streams for the first party and the further ones. */
export function makeParties(): Party[] {
  const make = (first: boolean): Party => ({
    audio: new MediaStream(),
    camera: new MediaStream(),
    document: first ? new MediaStream() : null,
  });
  return Array.from({ length: 1 + FURTHER_PARTIES }, (_, index) => make(index === 0));
}

/** Puts the tracks of a peer connection in the place of those of the former one. */
export function fillParties(parties: Party[], receivers: RTCRtpReceiver[]): void {
  const streams = parties.flatMap((party) => [
    party.audio,
    party.camera,
    ...(party.document === null ? [] : [party.document]),
  ]);
  streams.forEach((stream, index) => {
    for (const track of stream.getTracks()) stream.removeTrack(track);
    const receiver = receivers[index];
    if (receiver !== undefined) stream.addTrack(receiver.track);
  });
}
