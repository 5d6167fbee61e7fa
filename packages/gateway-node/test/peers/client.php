<?php
// Calls a node with PHP's SoapClient, one call for each line of standard input. As the old panel did: synchronously, or
// by letting curl post what the SoapClient has made, several at a time, and handing it the answers.

declare(strict_types=1);

/** The envelope is made first, then posted with others, and the same call is made again to read its answer. */
final class StagedClient extends SoapClient
{
    /** @var array<string, string> */
    public array $requests = [];
    /** @var array<string, string> */
    public array $responses = [];

    public function __doRequest(
        string $request,
        string $location,
        string $action,
        int $version,
        bool $oneWay = false
    ): ?string {
        $key = sha1($location . $request);
        if (isset($this->responses[$key])) {
            $response = $this->responses[$key];
            unset($this->responses[$key], $this->requests[$key]);
            return $response;
        }
        $this->requests[$key] = $request;
        return '';
    }
}

/** @param list<array{operation: string, args: array<mixed>}> $calls */
function callStaged(StagedClient $client, array $options, string $cafile, array $calls): array
{
    $multi = curl_multi_init();
    $handles = [];
    foreach ($calls as $call) {
        $client->__soapCall($call['operation'], [$call['args']]);
    }
    foreach ($client->requests as $key => $request) {
        $handle = curl_init($options['location']);
        curl_setopt_array($handle, [
            CURLOPT_POST => true,
            CURLOPT_POSTFIELDS => $request,
            CURLOPT_RETURNTRANSFER => true,
            CURLOPT_USERPWD => $options['login'] . ':' . $options['password'],
            CURLOPT_ENCODING => '',
            CURLOPT_CAINFO => $cafile,
            CURLOPT_TIMEOUT => 30,
        ]);
        $handles[$key] = $handle;
        curl_multi_add_handle($multi, $handle);
    }
    do {
        curl_multi_exec($multi, $running);
        curl_multi_select($multi, 0.1);
    } while ($running > 0);
    foreach ($handles as $key => $handle) {
        $client->responses[$key] = (string) curl_multi_getcontent($handle);
        curl_multi_remove_handle($multi, $handle);
    }
    $answers = [];
    foreach ($calls as $call) {
        $answers[] = answer(fn () => $client->__soapCall($call['operation'], [$call['args']]));
    }
    return $answers;
}

function answer(callable $call): array
{
    try {
        return ['value' => plain($call())];
    } catch (SoapFault $fault) {
        return ['fault' => ['code' => $fault->faultcode, 'text' => $fault->faultstring]];
    }
}

/** JSON takes UTF-8 only: other bytes are marked. */
function plain(mixed $value): mixed
{
    if ($value instanceof stdClass) {
        return (object) array_map(plain(...), get_object_vars($value));
    }
    if (is_array($value)) {
        return array_map(plain(...), $value);
    }
    if (is_string($value) && preg_match('//u', $value) !== 1) {
        return ['$bytes' => base64_encode($value)];
    }
    return $value;
}

/** Bytes in arguments are marked in the same way. */
function argument(mixed $value): mixed
{
    if (!is_array($value)) {
        return $value;
    }
    return isset($value['$bytes']) ? base64_decode($value['$bytes']) : array_map(argument(...), $value);
}

$setup = json_decode((string) fgets(STDIN), true, 512, JSON_THROW_ON_ERROR);
$options = [
    'location' => $setup['location'],
    'uri' => 'urn:halon',
    'login' => $setup['user'],
    'password' => $setup['password'],
    'features' => SOAP_SINGLE_ELEMENT_ARRAYS,
    'cache_wsdl' => WSDL_CACHE_NONE,
    'compression' => SOAP_COMPRESSION_ACCEPT | SOAP_COMPRESSION_GZIP | 0,
    'stream_context' => stream_context_create(['ssl' => ['cafile' => $setup['ca'], 'peer_name' => 'localhost']]),
];
$staged = $setup['mode'] === 'curl';
$client = $staged ? new StagedClient($setup['wsdl'], $options) : new SoapClient($setup['wsdl'], $options);

while (($line = fgets(STDIN)) !== false) {
    /** @var list<array{operation: string, args: array<mixed>}> $calls */
    $calls = array_map(argument(...), json_decode($line, true, 512, JSON_THROW_ON_ERROR));
    $answers = $staged
        ? callStaged($client, $options, $setup['ca'], $calls)
        : array_map(fn ($call) => answer(fn () => $client->__soapCall($call['operation'], [$call['args']])), $calls);
    echo json_encode($answers, JSON_THROW_ON_ERROR | JSON_UNESCAPED_UNICODE), "\n";
}
