using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Benchmarks.Ledger.Databases;

/// <summary>One database, gone when disposed.</summary>
internal interface IDatabase : IAsyncDisposable
{
    /// <summary>Chooses it with the production registration.</summary>
    void AddTo(IServiceCollection services);

    /// <summary>A new one with the same rows. Nobody may be connected to this one.</summary>
    Task<IDatabase> CopyAsync();
}
