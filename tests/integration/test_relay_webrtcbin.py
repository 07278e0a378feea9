# SPDX-FileCopyrightText: 2026 Global Connect contributors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""GStreamer's webrtcbin as a WHIP client of gc-relay, in both codecs, with aiortc at the other end."""

import asyncio

import aiohttp
import pytest

from relaykit import WAIT_S, Client, clients, running

import gi
gi.require_version("Gst", "1.0")
gi.require_version("GstWebRTC", "1.0")
gi.require_version("GstSdp", "1.0")
from gi.repository import Gst, GstSdp, GstWebRTC  # noqa: E402

ENCODERS = {
    "VP8": "vp8enc deadline=1 keyframe-max-dist=1000 ! rtpvp8pay pt=96 picture-id-mode=15-bit"
           " ! application/x-rtp,media=video,encoding-name=VP8,payload=96",
    "H264": "openh264enc gop-size=90 ! h264parse ! rtph264pay pt=102 config-interval=-1"
            " ! application/x-rtp,media=video,encoding-name=H264,payload=102",
}


class Bin:
    """A webrtcbin that sends a plain white picture, and counts the packets and key frames that it gets."""

    def __init__(self, encoder):
        self.loop = asyncio.get_running_loop()
        self.pipeline = Gst.parse_launch(
            "webrtcbin name=peer bundle-policy=max-bundle videotestsrc is-live=true pattern=white"
            f" ! video/x-raw,format=I420,width=320,height=240,framerate=20/1 ! {encoder} ! peer.")
        self.peer = self.pipeline.get_by_name("peer")
        self.frames = 0
        self.changed = asyncio.Condition()
        self.peer.connect("pad-added", self.on_pad)

    def on_pad(self, peer, pad):
        if pad.direction != Gst.PadDirection.SRC:
            return
        media = pad.get_current_caps().get_structure(0)
        chain = "queue ! rtpvp8depay ! vp8dec" if media.get_string("encoding-name") == "VP8" else (
            "queue ! rtph264depay ! h264parse ! openh264dec")
        sink = Gst.parse_bin_from_description(f"{chain} ! videoconvert ! video/x-raw,format=GRAY8 ! appsink name=out"
                                              " emit-signals=true sync=false", True)
        sink.get_by_name("out").connect("new-sample", self.on_sample)
        self.pipeline.add(sink)
        sink.sync_state_with_parent()
        pad.link(sink.get_static_pad("sink"))

    def on_sample(self, sink):
        buffer = sink.emit("pull-sample").get_buffer()
        value = buffer.extract_dup(buffer.get_size() // 2, 1)[0]
        asyncio.run_coroutine_threadsafe(self.note(value), self.loop)
        return Gst.FlowReturn.OK

    async def note(self, value):
        async with self.changed:
            self.value = value
            self.frames += 1
            self.changed.notify_all()

    async def wait_colour(self, value):
        async with self.changed:
            await asyncio.wait_for(
                self.changed.wait_for(lambda: self.frames > 0 and abs(self.value - value) < 16), WAIT_S)

    async def promise(self, signal, *arguments):
        """The reply of an action signal, which comes on a thread of webrtcbin's."""
        done = self.loop.create_future()
        promise = Gst.Promise.new_with_change_func(
            lambda promise: self.loop.call_soon_threadsafe(done.set_result, None))
        self.peer.emit(signal, *arguments, promise)
        await asyncio.wait_for(done, WAIT_S)
        return promise.get_reply()

    async def publish(self, http, url):
        ready = self.loop.create_future()
        handler = self.peer.connect("on-negotiation-needed", lambda *_: self.loop.call_soon_threadsafe(
            lambda: ready.done() or ready.set_result(None)))
        self.pipeline.set_state(Gst.State.PLAYING)
        await asyncio.wait_for(ready, WAIT_S)
        self.peer.disconnect(handler)
        reply = await self.promise("create-offer", None)
        offer = reply.get_value("offer")
        await self.promise("set-local-description", offer)
        async with http.post(url, data=offer.sdp.as_text(), headers={"Content-Type": "application/sdp"}) as answer:
            text = await answer.text()
            assert answer.status == 201, text
        _, message = GstSdp.SDPMessage.new_from_text(text)
        description = GstWebRTC.WebRTCSessionDescription.new(GstWebRTC.WebRTCSDPType.ANSWER, message)
        await self.promise("set-remote-description", description)

    def close(self):
        self.pipeline.set_state(Gst.State.NULL)


@pytest.mark.parametrize("codec", ["VP8", "H264"])
def test_webrtcbin_and_aiortc_see_each_other(folder, codec):
    Gst.init(None)

    async def body(relay):
        base = relay.ready["whip"]
        peer = Bin(ENCODERS[codec])
        try:
            async with clients(Client(90, audio=False)) as (a,), aiohttp.ClientSession() as http:
                prefer(a, codec)
                await peer.publish(http, f"{base}/whip/r/bin")
                await a.publish(http, base, "r", "a")
                await asyncio.gather(a.seen["0"].wait_colour(255), peer.wait_colour(90))
        finally:
            peer.close()

    with running(folder, media="0.0.0.0:0") as relay:
        asyncio.run(body(relay))


def prefer(client, codec):
    """aiortc sends the first codec of its offer."""
    from aiortc import RTCRtpSender

    codecs = [c for c in RTCRtpSender.getCapabilities("video").codecs if c.mimeType == f"video/{codec}"]
    client.pc.getTransceivers()[0].setCodecPreferences(codecs)
