using MediatR;

namespace Marketplace.Accounts;

internal sealed class FindAccountHandler(AccountReader accounts) : IRequestHandler<FindAccount, AccountView?>, IRequestHandler<GetAccount, AccountView?>
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
}
