using Marketplace.Kernel;
using Marketplace.Persistence;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Wallets;

internal sealed class GetSavedAddressesHandler(SavedAddresses addresses, IOptions<WalletsOptions> options)
    : IRequestHandler<GetSavedAddresses, IReadOnlyList<SavedAddressView>>
{
    private const int Largest = 100;

    public async Task<IReadOnlyList<SavedAddressView>> Handle(GetSavedAddresses request, CancellationToken cancellationToken)
    {
        var rows = await addresses.Of(request.AccountId)
            .AsNoTracking()
            .OrderByDescending(row => row.LastUsedAt)
            .ThenByDescending(row => row.Id)
            .Take(Math.Clamp(request.Most, 1, Largest))
            .ToListAsync(cancellationToken);
        return [.. rows.Select(row => new SavedAddressView(
            row.Id, row.Address, row.Name, row.FirstUsedAt, row.LastUsedAt, row.FirstUsedAt + options.Value.NewAddressCoolDown))];
    }
}

internal sealed class NameAddressHandler(SavedAddresses addresses) : IRequestHandler<NameAddress, Result>, IRequestHandler<RemoveAddress, Result>
{
    public async Task<Result> Handle(NameAddress command, CancellationToken cancellationToken)
    {
        var name = command.Name?.Trim();
        if (name is { Length: 0 or > NameAddress.LongestName } || name?.Any(char.IsControl) == true)
        {
            return WalletErrors.BadName.With("most", NameAddress.LongestName);
        }

        return await addresses.Of(command.AccountId)
            .Where(row => row.Id == command.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.Name, name), cancellationToken) == 1
            ? Result.Success
            : WalletErrors.AddressNotFound;
    }

    public async Task<Result> Handle(RemoveAddress command, CancellationToken cancellationToken) =>
        await addresses.Of(command.AccountId).Where(row => row.Id == command.Id).ExecuteDeleteAsync(cancellationToken) == 1
            ? Result.Success
            : WalletErrors.AddressNotFound;
}

internal sealed class DisownAddressHandler(MarketplaceDbContext db, SavedAddresses addresses, WithdrawalControls controls, ISender sender, IPaymentNetwork network)
    : IRequestHandler<DisownAddress, Result<DisownedAddress>>
{
    public async Task<Result<DisownedAddress>> Handle(DisownAddress command, CancellationToken cancellationToken)
    {
        // No request slips in between the look and the end: it would wait for this row.
        await controls.TakeAsync(cancellationToken);
        var name = network.Info.Name;
        var there = db.Set<Withdrawal>().Where(row => row.AccountId == command.AccountId && row.Network == name && row.Address == command.Address);
        var unsigned = await there
            .Where(row => row.State < WithdrawalState.Signed)
            .OrderBy(row => row.Id)
            .Select(row => new { row.Id, row.Amount })
            .ToListAsync(cancellationToken);
        var (taken, amount) = (0, Sun.Zero);
        foreach (var withdrawal in unsigned)
        {
            // Of this and signing at once, one happens: what is signed meanwhile is refused here and counted as gone.
            if ((await sender.Send(new CancelWithdrawal(command.AccountId, withdrawal.Id), cancellationToken)).Succeeded)
            {
                (taken, amount) = (taken + 1, amount + withdrawal.Amount);
            }
        }

        var left = await there.CountAsync(row => row.State <= WithdrawalState.Settled, cancellationToken);
        await addresses.Of(command.AccountId).Where(row => row.Address == command.Address).ExecuteDeleteAsync(cancellationToken);
        return new DisownedAddress(taken, amount, left);
    }
}
