using Marketplace.Persistence;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Host.Health;

/// <summary>Asks the database whether it is there: once for all who ask at the same time, and not again for a moment.</summary>
internal sealed class DatabaseProbe(IServiceScopeFactory scopes, TimeProvider time)
{
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(2);
    private readonly Lock gate = new();
    private Task<bool>? answer;
    private long asked;

    public Task<bool> IsReachableAsync(CancellationToken cancellationToken)
    {
        lock (gate)
        {
            if (answer is null || (answer.IsCompleted && time.GetElapsedTime(asked) >= Moment))
            {
                (answer, asked) = (AskAsync(), time.GetTimestamp());
            }

            return answer.WaitAsync(cancellationToken);
        }
    }

    // Nobody's own cancellation: others wait for the same answer.
    private async Task<bool> AskAsync()
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<MarketplaceDbContext>().Database.CanConnectAsync(CancellationToken.None);
    }
}
