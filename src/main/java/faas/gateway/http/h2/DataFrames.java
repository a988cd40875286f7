package faas.gateway.http.h2;

import faas.gateway.http.h2.frame.ConnectionError;
import faas.gateway.http.h2.frame.FlowControl;
import faas.gateway.http.h2.frame.FrameReader;
import faas.gateway.http.h2.frame.Frames;
import java.nio.ByteBuffer;

/** Passes the DATA frames of a connection to its streams, and counts them against its windows (RFC 9113 §6.1, §6.9). */
final class DataFrames implements FrameReader.DataReceiver {
    private final Http2Streams streams;
    private final FlowControl flow;
    /** Whether the current frame's bytes count as consumed only once they are read or dropped. */
    private boolean counted;

    DataFrames(Http2Streams streams, FlowControl flow) {
        this.streams = streams;
        this.flow = flow;
    }

    @Override
    public void data(int id, int length) throws ConnectionError {
        if (!flow.received().received(length)) {
            throw new ConnectionError(Frames.FLOW_CONTROL_ERROR, "The client exceeded the connection's window.");
        }
        if (length == 0) {
            streams.countControlFrame();
        }
        Http2Stream stream = streams.find(id);
        if (stream != null && !stream.isRemoteEnded()) {
            counted = stream.window().received(length);
            if (!counted) {
                consumed(length);
                streams.streamError(id, Frames.FLOW_CONTROL_ERROR);
            }
            return;
        }
        counted = false;
        consumed(length);
        if (id > streams.lastId()) {
            throw new ConnectionError(Frames.PROTOCOL_ERROR, "A DATA frame is on a stream that was not opened.");
        }
        if (stream != null || !streams.wasReset(id)) {
            streams.streamError(id, Frames.STREAM_CLOSED);
        }
    }

    @Override
    public void dataBytes(int id, ByteBuffer bytes) {
        Http2Stream stream = streams.find(id);
        if (stream != null && !stream.isRemoteEnded()) {
            stream.body(bytes);
        } else if (counted) {
            // The stream ended since the frame began.
            consumed(bytes.remaining());
        }
    }

    @Override
    public void dataEnd(int id, boolean endStream, int padding) {
        Http2Stream stream = streams.find(id);
        if (stream == null || stream.isRemoteEnded()) {
            if (counted) {
                consumed(padding);
            }
            return;
        }
        if (padding > 0) {
            stream.consumed(padding);
        }
        if (endStream) {
            stream.remoteEnded();
        }
        stream.wakeReader();
    }

    /** Counts bytes that were read or dropped, and widens the connection's window. */
    void consumed(int bytes) {
        int increment = flow.received().consumed(bytes);
        if (increment > 0) {
            streams.context().output().windowUpdate(0, increment);
            streams.context().connection().flushSoon();
        }
    }
}
