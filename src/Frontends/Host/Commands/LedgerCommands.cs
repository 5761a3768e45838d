using System.Globalization;
using Marketplace.Kernel;
using Marketplace.Ledger;
using Marketplace.Persistence;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Host.Commands;

/// <summary><c>ledger verify</c> and <c>ledger head</c>: is history what it was, and by which text can somebody else prove it later.</summary>
internal static class LedgerCommands
{
    /// <summary>The exit code for books that are not right.</summary>
    public const int Broken = 1;

    public static async Task<int> VerifyAsync(CommandLine line, TextWriter output)
    {
        var memo = line["--memo"];
        var anchor = SealHead.FromMemo(memo);
        if (memo is not null && anchor is null)
        {
            throw new StartRefusedException(StartRefusedException.Usage, "--memo is not the text of a seal; it looks like marketplace-seal:42: and 64 hexadecimal digits.");
        }

        return await CommandHost.RunAsync(line.Settings, async services =>
        {
            await CommandHost.RequireNewestAsync(services);
            await output.WriteLineAsync($"Database: {services.GetRequiredService<IDatabaseEngine>().Description}");
            var broken = await VerifySealsAsync(services, anchor, output);
            foreach (var invariant in services.GetServices<IInvariant>())
            {
                var violation = await invariant.FindViolationAsync(CancellationToken.None);
                broken += violation is null ? 0 : 1;
                await SayAsync(output, violation is null, violation is null ? invariant.Name : $"{invariant.Name}: {violation}");
            }

            await output.WriteLineAsync(broken == 0
                ? "The books are right."
                : Text($"The books are NOT right: {broken} {(broken == 1 ? "thing is" : "things are")} broken. Stop withdrawals and look before anything else."));
            return broken == 0 ? HostProgram.Success : Broken;
        });
    }

    public static Task<int> HeadAsync(CommandLine line, TextWriter output) => CommandHost.RunAsync(line.Settings, async services =>
    {
        await CommandHost.RequireNewestAsync(services);
        var head = await services.GetRequiredService<ISender>().Send(new GetSealHead())
            ?? throw new StartRefusedException(StartRefusedException.Unavailable, "Nothing is sealed yet: the first seal is made about a minute after the first transfer.");
        await output.WriteLineAsync(head.ToMemo());
        return HostProgram.Success;
    });

    private static async Task<int> VerifySealsAsync(IServiceProvider services, SealHead? anchor, TextWriter output)
    {
        var found = await services.GetRequiredService<ISender>().Send(new VerifySeals(anchor));
        await SayAsync(output, found.Broken is null, found.Broken is { } range
            ? Text($"Seal {range.Sequence} (transfers {range.FromId} to {range.ToId}) is the first that is broken: {range.Detail}")
            : Text($"History is as it was sealed (seals: {found.Seals:N0}, transfers: {found.Transfers:N0}, newer and not sealed yet: {found.Unsealed:N0})"));
        if (found.Head is not null)
        {
            await output.WriteLineAsync($"        head {found.Head.ToMemo()}");
        }

        if (anchor is not null)
        {
            await SayAsync(output, found.AnchorHolds == true, found.AnchorHolds == true
                ? Text($"Seal {anchor.Sequence} of the memo is part of this history")
                : Text($"Seal {anchor.Sequence} of the memo is NOT part of this history: it was made anew, is of another database, or is broken before it"));
        }

        return (found.Broken is null ? 0 : 1) + (found.AnchorHolds == false ? 1 : 0);
    }

    private static Task SayAsync(TextWriter output, bool holds, string sentence) => output.WriteLineAsync($"{(holds ? "ok    " : "BROKEN")}  {sentence}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
