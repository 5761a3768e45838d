using Marketplace.Kernel;
using Marketplace.Ledger.Posting;
using Marketplace.Persistence.Pipeline;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Ledger;

internal sealed class GroupedTransfers(IServiceScopeFactory scopes, PostingDesk desk) : ITransferPoster
{
    private const int LargestGroup = 256;
    private const int Room = 4_096;
    private readonly GroupCommit<Posting.Posting, Result<PostedTransfer>> groups = new(scopes, LargestGroup, group => new PostGroup(group), Room);

    public async Task<Result<PostedTransfer>> PostAsync(Transfer transfer, CancellationToken cancellationToken = default)
    {
        var posting = desk.Check(transfer);
        return posting.Succeeded ? await groups.AddAsync(posting.Value, cancellationToken) : posting.Error;
    }
}

internal sealed record PostGroup(CommitGroup<Posting.Posting> Group) : ICommand<IReadOnlyList<Result<PostedTransfer>>>;

internal sealed class PostGroupHandler(IBooks books) : IRequestHandler<PostGroup, Result<IReadOnlyList<Result<PostedTransfer>>>>
{
    public async Task<Result<IReadOnlyList<Result<PostedTransfer>>>> Handle(PostGroup request, CancellationToken cancellationToken) =>
        await books.PostAsync(request.Group.Fill(), cancellationToken);
}
