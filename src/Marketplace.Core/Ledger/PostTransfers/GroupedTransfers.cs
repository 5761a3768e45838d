using System.Data.Common;
using Marketplace.Kernel;
using Marketplace.Ledger.Posting;
using Marketplace.Persistence.Pipeline;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Ledger;

internal sealed class GroupedTransfers : ITransferPoster
{
    private const int LargestGroup = 256;
    private const int Room = 4_096;
    private readonly IServiceScopeFactory scopes;
    private readonly PostingDesk desk;
    private readonly GroupCommit<PendingTransfer> groups;

    public GroupedTransfers(IServiceScopeFactory scopes, PostingDesk desk)
    {
        this.scopes = scopes;
        this.desk = desk;
        groups = new GroupCommit<PendingTransfer>(LargestGroup, CommitAsync, Room);
    }

    public async Task<Result<PostedTransfer>> PostAsync(Transfer transfer, CancellationToken cancellationToken = default)
    {
        var posting = desk.Check(transfer);
        if (!posting.Succeeded)
        {
            return posting.Error;
        }

        var pending = new PendingTransfer(posting.Value);
        await groups.AddAsync(pending, cancellationToken);
        return pending.Answer ?? throw new InvalidOperationException("The database did not take the transfer.", pending.Failure);
    }

    private async Task CommitAsync(CommitGroup<PendingTransfer> group)
    {
        try
        {
            await SendAsync(new PostGroup(group.Fill));
        }
        catch (DbException exception) when (!exception.IsTransient && group.Fill().Count > 1)
        {
            // The database took offence at one of them: the others must not pay for it.
            foreach (var pending in group.Fill())
            {
                try
                {
                    await SendAsync(new PostGroup(() => [pending]));
                }
                catch (DbException refused) when (!refused.IsTransient)
                {
                    // The answer is that of an attempt whose commit failed.
                    (pending.Answer, pending.Failure) = (null, refused);
                }
            }
        }
    }

    private async Task SendAsync(PostGroup command)
    {
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<ISender>().Send(command);
    }
}

/// <summary>A transfer that waits for its group, and what the group's commit answered.</summary>
internal sealed class PendingTransfer(Posting.Posting posting)
{
    public Posting.Posting Posting => posting;

    public Result<PostedTransfer>? Answer { get; set; }

    public Exception? Failure { get; set; }
}

/// <summary>Posts a group in one transaction.</summary>
/// <param name="Fill">The group: asked for at the start of every attempt, for it may grow while the transaction waits for its turn.</param>
internal sealed record PostGroup(Func<IReadOnlyList<PendingTransfer>> Fill) : ICommand;

internal sealed class PostGroupHandler(IBooks books) : IRequestHandler<PostGroup, Result>
{
    public async Task<Result> Handle(PostGroup request, CancellationToken cancellationToken)
    {
        var group = request.Fill();
        var answers = await books.PostAsync([.. group.Select(pending => pending.Posting)], cancellationToken);
        for (var index = 0; index < group.Count; index++)
        {
            group[index].Answer = answers[index];
        }

        return Result.Success;
    }
}
