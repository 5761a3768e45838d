using Marketplace.Frontends;
using Marketplace.Frontends.Charts;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>How the pictures beside numbers are installed.</summary>
public static class ChartsModule
{
    /// <summary>Adds an <see cref="IChartPainter"/>, unless there is one. It costs nothing until the first chart.</summary>
    /// <param name="services">The container.</param>
    public static IServiceCollection AddMarketplaceCharts(this IServiceCollection services)
    {
        services.TryAddSingleton<IChartPainter, ChartPainter>();
        return services;
    }
}
