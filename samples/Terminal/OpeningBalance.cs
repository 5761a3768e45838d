using Marketplace.Accounts;
using Marketplace.Kernel;
using Marketplace.Ledger;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Samples.Terminal;

/// <summary>Money to play with, booked as an operator would book cash he was handed: by double entry, once.</summary>
internal static class OpeningBalance
{
    public static async Task GiveAsync(IServiceProvider services, string person, long trx)
    {
        await using var scope = services.CreateAsyncScope();
        var sender = scope.ServiceProvider.GetRequiredService<ISender>();
        var account = (await sender.Send(new RegisterAccount(new Identity(TerminalPlatform.PlatformName, person)))).Require();
        var amount = Sun.FromTrx(trx).Value;
        var transfer = new Transfer(
            $"opening:{account.Id}",
            "deposit.credited",
            $"account:{account.Id}",
            [new Entry(LedgerAccount.Custody, -amount), new Entry(LedgerAccount.Ad(account.Id.Value), amount)]);
        (await sender.Send(new PostTransfer(transfer))).Require();
    }
}
