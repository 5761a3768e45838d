using Marketplace.Campaigns;
using Marketplace.Kernel;
using Marketplace.Ledger;
using Marketplace.Persistence.Pipeline;
using MediatR;

namespace Marketplace.Benchmarks.Ledger.Rows;

/// <summary>A command of an embedder's own, whose transaction the transfer joins.</summary>
internal sealed record MoveMoney(Transfer Transfer) : ICommand<PostedTransfer>;

internal sealed class MoveMoneyHandler(ISender sender) : IRequestHandler<MoveMoney, Result<PostedTransfer>>
{
    public Task<Result<PostedTransfer>> Handle(MoveMoney request, CancellationToken cancellationToken) =>
        sender.Send(new PostTransfer(request.Transfer), cancellationToken);
}

/// <summary>Remembers when each participation was paid: the moment after the commit.</summary>
internal sealed class Payday
{
    private readonly System.Collections.Concurrent.ConcurrentDictionary<ParticipationId, long> paidAt = new();

    public int Count => paidAt.Count;

    public void Paid(ParticipationId id) => paidAt[id] = TimeProvider.System.GetTimestamp();

    public long? At(ParticipationId id) => paidAt.TryGetValue(id, out var at) ? at : null;
}

internal sealed class WatchPayday(IUnitOfWork unit, Payday payday) : INotificationHandler<ParticipationsPaid>
{
    public Task Handle(ParticipationsPaid notification, CancellationToken cancellationToken)
    {
        unit.AfterCommit(() =>
        {
            foreach (var payment in notification.Payments)
            {
                payday.Paid(payment.ParticipationId);
            }
        });
        return Task.CompletedTask;
    }
}
