# As much of a Docker Engine as the gateway asks for, with one function, whose task is the gateway's own admin port.
use strict;
use warnings;
use IO::Socket::UNIX;

my ($path, $own) = @ARGV;
my $labels = '{"faas.name":"trained","faas.port":"8082"}';
my %answer = (
    '/services' => '[{"ID":"function","Version":{"Index":1},"Spec":{"Name":"trained","Labels":' . $labels
        . ',"TaskTemplate":{"ContainerSpec":{}},"Mode":{"Replicated":{"Replicas":1}}}}]',
    '/tasks' => '[' . task('one', 'function', 'b') . ',' . task('own', 'gateway', $own) . ']',
    '/nodes' => '[]',
);

sub task {
    my ($id, $service, $container) = @_;
    return '{"ID":"' . $id . '","ServiceID":"' . $service . '","NodeID":"node","Slot":1,"DesiredState":"running",'
        . '"Status":{"State":"running","ContainerStatus":{"ContainerID":"' . $container . '"}},'
        . '"NetworksAttachments":[{"Network":{"ID":"net","Spec":{"Name":"functions"}},"Addresses":["127.0.0.1/8"]}]}';
}

$SIG{CHLD} = 'IGNORE';
my $server = IO::Socket::UNIX->new(Local => $path, Listen => 16) or die $!;
while (my $client = $server->accept) {
    next if fork;
    my $target = '';
    while (my $line = <$client>) {
        $target = $1 if $line =~ m{^GET ([^ ?]+)};
        next unless $line =~ /^\r?$/;
        my $body = $answer{$target};
        # Events: none come.
        if ($target eq '/events') {
            print $client "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n";
        } elsif (defined $body) {
            print $client "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " . length($body) . "\r\n\r\n$body";
        } else {
            print $client "HTTP/1.1 404 Not Found\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}";
        }
    }
    exit;
}
