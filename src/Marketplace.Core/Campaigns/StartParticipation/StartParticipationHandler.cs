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
internal sealed class ParticipationStarts(IServiceScopeFactory scopes)
{
    private const int LargestGroup = 64;
    private readonly GroupCommit<StartParticipation, Result<ParticipationView>> groups = new(scopes, LargestGroup, group => new StartGroup(group));

    public Task<Result<ParticipationView>> AddAsync(StartParticipation request, CancellationToken cancellationToken) => groups.AddAsync(request, cancellationToken);
}

/// <summary>Starts a group in one transaction, campaign by campaign: two groups that take the same campaigns take them in the same order.</summary>
internal sealed record StartGroup(CommitGroup<StartParticipation> Group) : ICommand<IReadOnlyList<Result<ParticipationView>>>;

internal sealed class StartGroupHandler(ParticipationOpening opening) : IRequestHandler<StartGroup, Result<IReadOnlyList<Result<ParticipationView>>>>
{
    public async Task<Result<IReadOnlyList<Result<ParticipationView>>>> Handle(StartGroup request, CancellationToken cancellationToken)
    {
        var starts = request.Group.Fill();
        var answers = new Result<ParticipationView>[starts.Count];
        foreach (var place in Enumerable.Range(0, starts.Count).OrderBy(place => starts[place].CampaignId.Value))
        {
            answers[place] = await opening.StartAsync(starts[place], cancellationToken);
        }

        return answers;
    }
}
