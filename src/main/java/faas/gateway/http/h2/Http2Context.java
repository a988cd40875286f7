package faas.gateway.http.h2;

import faas.gateway.http.h2.frame.FlowControl;
import faas.gateway.http.h2.frame.FrameOutput;
import faas.gateway.http.h2.hpack.HpackEncoder;
import faas.gateway.http.reply.ConnectionSettings;
import faas.gateway.io.IoLoop;

/** What the streams of a connection share. */
record Http2Context(
        Http2Connection connection,
        IoLoop loop,
        ConnectionSettings settings,
        FrameOutput output,
        HpackEncoder encoder,
        FlowControl flow) {}
