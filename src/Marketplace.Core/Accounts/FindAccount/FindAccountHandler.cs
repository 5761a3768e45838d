using MediatR;

namespace Marketplace.Accounts;

internal sealed class FindAccountHandler(AccountReader accounts) :
    IRequestHandler<FindAccount, AccountView?>,
    IRequestHandler<GetAccount, AccountView?>,
    IRequestHandler<GetAccounts, IReadOnlyList<AccountView>>
{
    public Task<AccountView?> Handle(FindAccount request, CancellationToken cancellationToken)
    {
        var (platform, externalId) = (request.Identity.Platform, request.Identity.ExternalId);
        return accounts.FindAsync(
            account => account.Identities.Any(identity => identity.Platform == platform && identity.ExternalId == externalId), cancellationToken);
    }

    public Task<AccountView?> Handle(GetAccount request, CancellationToken cancellationToken)
    {
        var id = request.AccountId;
        return accounts.FindAsync(account => account.Id == id, cancellationToken);
    }

    public Task<IReadOnlyList<AccountView>> Handle(GetAccounts request, CancellationToken cancellationToken)
    {
        var ids = request.AccountIds.ToArray();
        return accounts.ListAsync(account => ids.Contains(account.Id), cancellationToken);
    }
}
