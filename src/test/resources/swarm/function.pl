# A function of nobody's make, for tests on a real Swarm: answers with the length of the body; /wait/MS does so after a while.
# On SIGTERM it finishes the calls it has, and ends.
use strict;
use warnings;
use IO::Socket::INET;
use POSIX ':sys_wait_h';

my $stopping = 0;
$SIG{TERM} = sub { $stopping = 1 };
my $server = IO::Socket::INET->new(LocalPort => 8080, Listen => 1024, ReuseAddr => 1) or die $!;
my %children;
until ($stopping) {
    my $caller = $server->accept;
    while ((my $ended = waitpid -1, WNOHANG) > 0) { delete $children{$ended} }
    next unless $caller;
    my $child = fork;
    die $! unless defined $child;
    if ($child == 0) {
        close $server;
        serve($caller);
        exit;
    }
    $children{$child} = 1;
}
kill TERM => keys %children;
1 while wait > 0;

sub serve {
    my ($caller) = @_;
    my $in = '';
    until ($stopping) {
        more($caller, \$in) or return until $in =~ s/^(.*?)\r\n\r\n//s || ($stopping && $in eq '');
        my $head = $1 // return;
        my $length = $head =~ /^content-length:\s*(\d+)/im ? $1 : 0;
        more($caller, \$in) or return while length $in < $length;
        substr($in, 0, $length) = '';
        my $left = $head =~ m{^\S+ /wait/(\d+)} ? $1 / 1000 : 0;
        my $until = time + $left;
        select undef, undef, undef, $left;
        select undef, undef, undef, 0.1 while time < $until;
        my $end = $stopping ? "Connection: close\r\n" : '';
        print $caller "HTTP/1.1 200 OK\r\n${end}Content-Length: " . length($length) . "\r\n\r\n$length";
        $caller->flush;
    }
}

# False at the end of the connection.
sub more {
    my ($caller, $in) = @_;
    my $read = sysread $caller, $$in, 65536, length $$in;
    return defined $read ? $read : $!{EINTR};
}
