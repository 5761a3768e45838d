using Marketplace.Accounts;
using Marketplace.Kernel;
using Marketplace.Persistence;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Wallets;

internal sealed class OpenDepositAddressHandler(
    MarketplaceDbContext db,
    ISender sender,
    IPaymentNetwork network,
    TimeProvider time,
    IOptions<WalletsOptions> options) : IRequestHandler<OpenDepositAddress, Result<DepositAddress>>
{
    public async Task<Result<DepositAddress>> Handle(OpenDepositAddress command, CancellationToken cancellationToken)
    {
        if (await FindAsync(command, cancellationToken) is { } known)
        {
            return View(known, command.Target);
        }

        switch (await sender.Send(new GetAccount(command.AccountId), cancellationToken))
        {
            case null:
                return AccountErrors.NotFound;
            case { Role: AccountRole.Banned }:
                return AccountErrors.Banned;
        }

        if (await LockCursorAsync(cancellationToken) is not { } addresses)
        {
            return WalletErrors.NetworkNotReady;
        }

        // Another of this person's requests may have opened it while this one waited for the row.
        if (await FindAsync(command, cancellationToken) is { } opened)
        {
            return View(opened, command.Target);
        }

        var address = network.DepositAddress(addresses);
        db.Add(new WatchedAddress
        {
            Network = network.Info.Name,
            AddressIndex = addresses,
            Address = address,
            AccountId = command.AccountId,
            Target = command.Target,
            CreatedAt = time.GetUtcNow(),
        });
        await db.Set<ChainCursor>()
            .Where(cursor => cursor.Network == network.Info.Name)
            .ExecuteUpdateAsync(set => set.SetProperty(cursor => cursor.Addresses, addresses + 1), cancellationToken);
        return View(address, command.Target);
    }

    private Task<string?> FindAsync(OpenDepositAddress command, CancellationToken cancellationToken) => db.Set<WatchedAddress>()
        .Where(row => row.AccountId == command.AccountId && row.Target == command.Target && row.Network == network.Info.Name)
        .Select(row => row.Address)
        .SingleOrDefaultAsync(cancellationToken);

    /// <summary>
    /// Takes the network's row until the commit and reads how many addresses were handed out. There is no row before the first look at the
    /// chain: an address shown earlier could be paid in a block that the scanner never reads.
    /// </summary>
    private async Task<int?> LockCursorAsync(CancellationToken cancellationToken)
    {
        var name = network.Info.Name;
        var rows = await db.Database
            .SqlQuery<int>($"""UPDATE wallets_cursors SET network = network WHERE network = {name} RETURNING addresses AS "Value" """)
            .ToListAsync(cancellationToken);
        return rows is [var addresses] ? addresses : null;
    }

    private DepositAddress View(string address, DepositTarget target) => new(address, target, network.Info, options.Value.MinimumDeposit.Value);
}
