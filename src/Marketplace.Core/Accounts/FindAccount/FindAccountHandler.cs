using MediatR;

namespace Marketplace.Accounts;

internal sealed class FindAccountHandler(AccountReader accounts) :
    IRequestHandler<FindAccount, AccountView?>,
    IRequestHandler<GetAccount, AccountView?>,
    IRequestHandler<GetAccounts, IReadOnlyList<AccountView>>
{
    public Task<AccountView?> Handle(FindAccount request, CancellationToken cancellationToken) =>
        accounts.FindAsync(request.Identity, cancellationToken);

    public Task<AccountView?> Handle(GetAccount request, CancellationToken cancellationToken) =>
        accounts.FindAsync(request.AccountId, cancellationToken);

    public Task<IReadOnlyList<AccountView>> Handle(GetAccounts request, CancellationToken cancellationToken) =>
        accounts.ListAsync(request.AccountIds, cancellationToken);
}
