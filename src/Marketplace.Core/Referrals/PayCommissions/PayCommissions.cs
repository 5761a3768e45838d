using Marketplace.Kernel;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Referrals;

/// <summary>Pays commissions, oldest first, as revenue arrives.</summary>
internal sealed class PayCommissions(IServiceScopeFactory scopes) : IBackgroundWork
{
    public const string WorkName = "referrals.pay-commissions";

    public string Name => WorkName;

    public TimeSpan Interval => TimeSpan.FromSeconds(5);

    public bool SingleOwner => true;

    public async Task<bool> RunOnceAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var round = await scope.ServiceProvider.GetRequiredService<ISender>().Send(new PayDueCommissions(), cancellationToken);
        return round.Require().More;
    }
}
