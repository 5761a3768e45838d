using Marketplace.Kernel;
using Marketplace.Persistence.Pipeline;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Campaigns;

internal sealed class StartParticipationHandler(IUnitOfWork unit, ParticipationOpening opening, ParticipationStarts starts)
    : IRequestHandler<StartParticipation, Result<ParticipationView>>
{
    public Task<Result<ParticipationView>> Handle(StartParticipation request, CancellationToken cancellationToken) =>
        unit.InTransaction ? opening.StartAsync(request, cancellationToken) : starts.AddAsync(request, cancellationToken);
}

/// <summary>
/// Starts participations in groups. Everybody who starts in one campaign reserves from one escrow: in transactions of their own they would wait for each other's
/// commits, on a busy database for most of their time.
/// </summary>
internal sealed class ParticipationStarts
{
    private const int LargestGroup = 64;
    private readonly GroupCommit<Start> groups;

    public ParticipationStarts(IServiceScopeFactory scopes) => groups = new GroupCommit<Start>(LargestGroup, async group =>
    {
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<ISender>().Send(new StartGroup(group.Fill));
    });

    public async Task<Result<ParticipationView>> AddAsync(StartParticipation request, CancellationToken cancellationToken)
    {
        var start = new Start(request);
        await groups.AddAsync(start, cancellationToken);
        return start.Answer!;
    }
}

/// <summary>Somebody who waits for his group, and what the group's commit answered.</summary>
internal sealed class Start(StartParticipation request)
{
    public StartParticipation Request => request;

    public Result<ParticipationView>? Answer { get; set; }
}

/// <summary>Starts a group in one transaction, one after the other.</summary>
/// <param name="Fill">The group: asked for at the start of every attempt, for it may grow while the transaction waits for its turn.</param>
internal sealed record StartGroup(Func<IReadOnlyList<Start>> Fill) : ICommand;

internal sealed class StartGroupHandler(ParticipationOpening opening) : IRequestHandler<StartGroup, Result>
{
    public async Task<Result> Handle(StartGroup request, CancellationToken cancellationToken)
    {
        foreach (var start in request.Fill())
        {
            start.Answer = await opening.StartAsync(start.Request, cancellationToken);
        }

        return Result.Success;
    }
}
