<?php
// Measures PHP's SoapClient: reads an order in each line, does its work, and answers with a line of JSON.

/** Decodes an envelope that did not come over a network. */
final class CannedClient extends SoapClient
{
    public string $answer = '';

    public function __doRequest(
        string $request,
        string $location,
        string $action,
        int $version,
        bool $oneWay = false
    ): ?string {
        return $this->answer;
    }
}

function processor_us(): float
{
    $usage = getrusage();
    return ($usage['ru_utime.tv_sec'] + $usage['ru_stime.tv_sec']) * 1e6
        + $usage['ru_utime.tv_usec'] + $usage['ru_stime.tv_usec'];
}

/** Kept connections, the WSDL in memory, and no verification of the certificate. */
function options(stdClass $target): array
{
    return [
        'location' => $target->url,
        'login' => $target->user,
        'password' => $target->password,
        'keep_alive' => true,
        'cache_wsdl' => WSDL_CACHE_MEMORY,
        'features' => SOAP_SINGLE_ELEMENT_ARRAYS,
        'stream_context' => stream_context_create([
            'ssl' => ['verify_peer' => false, 'verify_peer_name' => false, 'allow_self_signed' => true],
        ]),
    ];
}

function check_messages(stdClass $answer, int $count): void
{
    $items = $answer->result->item;
    $last = end($items);
    if (count($items) !== $count || $last->id !== 4294967296 + $count - 1 || !is_int($last->msgsize)) {
        throw new RuntimeException('not the messages that were expected');
    }
}

/** Does the work so many times: milliseconds of the whole and microseconds of processor time of each. */
function timed(int $times, callable $work): array
{
    $cpu = processor_us();
    $started = hrtime(true);
    for ($count = 0; $count < $times; $count++) {
        $work();
    }
    return [(hrtime(true) - $started) / 1e6, (processor_us() - $cpu) / $times];
}

function measure(stdClass $order): array
{
    static $client = null;
    static $canned = null;
    $target = $order->target;
    $calls = $order->calls;
    if ($order->case === 'wsdl') {
        [$elapsed] = timed(1, function () use ($target, $order) {
            $large = new SoapClient($target->largeWsdl, ['cache_wsdl' => WSDL_CACHE_NONE]);
            if (count($large->__getFunctions()) !== $order->operationCount) {
                throw new RuntimeException('not the operations that were expected');
            }
        });
        return ['value' => $elapsed];
    }
    $client ??= new SoapClient($target->wsdl, options($target));
    $queue = fn (SoapClient $on) => check_messages($on->mailQueue(['filter' => '']), $order->messageCount);
    switch ($order->case) {
        case 'queue':
            [$elapsed, $cpu] = timed($calls->queue, fn () => $queue($client));
            return ['value' => $elapsed / $calls->queue, 'cpu' => $cpu];
        case 'oneByOne':
            $version = function () use ($client) {
                if ($client->getVersion()->result !== '6.4.1-p2') {
                    throw new RuntimeException('not the version that was expected');
                }
            };
            $version();
            [$elapsed, $cpu] = timed($calls->small, $version);
            return ['value' => $calls->small / $elapsed * 1000, 'cpu' => $cpu];
        case 'decode':
            $canned ??= new CannedClient($target->wsdl, options($target));
            $canned->answer = file_get_contents($target->answer);
            [$elapsed] = timed($calls->decode, fn () => $queue($canned));
            return ['value' => $calls->decode * strlen($canned->answer) / 1048576 / $elapsed * 1000];
        default:
            throw new RuntimeException("unknown case $order->case");
    }
}

while (($line = fgets(STDIN)) !== false) {
    try {
        $answer = measure(json_decode($line, false, flags: JSON_THROW_ON_ERROR));
    } catch (Throwable $error) {
        $answer = ['error' => (string) $error];
    }
    echo json_encode($answer), "\n";
}
