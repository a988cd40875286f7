# A function of nobody's make, for tests on a real Swarm: answers with the length of the body; /wait/MS does so after a while.
# On SIGTERM it continues for a second or two, finishes the calls it has, also those that still wait for it, and ends.
use strict;
use warnings;
use IO::Select;
use IO::Socket::INET;
use POSIX ':sys_wait_h';

# How often it was told to stop, and since when; the children are told separately.
my ($told, $since) = (0, 0);
$SIG{TERM} = sub { $told++; $since ||= time };
my $server = IO::Socket::INET->new(LocalPort => 8080, Listen => 1024, ReuseAddr => 1) or die $!;
my $callers = IO::Select->new($server);
my %children;
until ($told && time > $since + ($callers->can_read(0) ? 5 : 1)) {
    while ((my $ended = waitpid -1, WNOHANG) > 0) { delete $children{$ended} }
    next unless $callers->can_read(0.1);
    my $caller = $server->accept or next;
    my $before = $told;
    my $child = fork;
    die $! unless defined $child;
    if ($child == 0) {
        close $server;
        serve($caller, $before);
        exit;
    }
    $children{$child} = 1;
}
close $server;
kill TERM => keys %children;
1 while wait > 0;

sub serve {
    my ($caller, $before) = @_;
    my $in = '';
    my $served = 0;
    until ($told > $before && $served) {
        more($caller, \$in) or return until $in =~ s/^(.*?)\r\n\r\n//s || ($told > $before && $served && $in eq '');
        my $head = $1 // return;
        my $length = $head =~ /^content-length:\s*(\d+)/im ? $1 : 0;
        more($caller, \$in) or return while length $in < $length;
        substr($in, 0, $length) = '';
        my $left = $head =~ m{^\S+ /wait/(\d+)} ? $1 / 1000 : 0;
        my $until = time + $left;
        select undef, undef, undef, $left;
        select undef, undef, undef, 0.1 while time < $until;
        my $end = $told > $before ? "Connection: close\r\n" : '';
        print $caller "HTTP/1.1 200 OK\r\n${end}Content-Length: " . length($length) . "\r\n\r\n$length";
        $caller->flush;
        $served = 1;
    }
}

# False at the end of the connection.
sub more {
    my ($caller, $in) = @_;
    my $read = sysread $caller, $$in, 65536, length $$in;
    return defined $read ? $read : $!{EINTR};
}
