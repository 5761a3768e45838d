using System.Globalization;
using Marketplace.Tron.Devnet;

// dotnet run --project src/Marketplace.Tron/Devnet -- --port 9090 --block-time 3s [--data DIR]
var port = 9090;
var options = new TronDevnetOptions();
for (var i = 0; i < args.Length; i += 2)
{
    var value = i + 1 < args.Length ? args[i + 1] : "";
    switch (args[i])
    {
        case "--port" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= ushort.MaxValue:
            port = number;
            break;
        case "--block-time" when TryBlockTime(value, out var blockTime):
            options.BlockTime = blockTime;
            break;
        case "--data" when value.Length > 0:
            options.DataDirectory = value;
            break;
        default:
            await Console.Error.WriteLineAsync(
                "Usage: --port 9090 (0 for a free one) --block-time 3s|500ms|demand --data DIR").ConfigureAwait(false);
            return 2;
    }
}

var devnet = await TronDevnet.StartAsync(options, port).ConfigureAwait(false);
await using (devnet.ConfigureAwait(false))
{
    Console.WriteLine($"""
        ==============================================================
          A LOCAL CHAIN, NOT TRON. Its coins are worth nothing and
          anybody can derive its keys. Loopback only.
        ==============================================================
        node API     {devnet.Address}wallet/... and walletsolidity/...
        control API  {devnet.Address}devnet/state
        blocks       {(options.BlockTime is { } time ? $"every {time.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture)} s" : "on demand: POST devnet/mine")}
        height       {devnet.HeadNumber} (solid {devnet.SolidNumber})
        genesis      {devnet.GenesisId}
        token        {devnet.TokenAddress} (USDT)
        router       {devnet.RouterAddress} (pays tokens out for its caller)
        """);
    var stop = new TaskCompletionSource();
    Console.CancelKeyPress += (_, pressed) =>
    {
        pressed.Cancel = true;
        stop.TrySetResult();
    };
    using var terminated = System.Runtime.InteropServices.PosixSignalRegistration.Create(
        System.Runtime.InteropServices.PosixSignal.SIGTERM,
        signal =>
        {
            signal.Cancel = true;
            stop.TrySetResult();
        });
    await stop.Task.ConfigureAwait(false);
}

return 0;

static bool TryBlockTime(string text, out TimeSpan? blockTime)
{
    blockTime = null;
    if (text == "demand")
    {
        return true;
    }

    var unit = text.EndsWith("ms", StringComparison.Ordinal) ? 1 : text.EndsWith('s') ? 1000 : 0;
    var digits = text.TrimEnd('m', 's');
    if (unit == 0 || !int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number == 0)
    {
        return false;
    }

    blockTime = TimeSpan.FromMilliseconds((long)number * unit);
    return true;
}

/// <summary>Nobody builds on it: without this line it would be public.</summary>
internal sealed partial class Program;
