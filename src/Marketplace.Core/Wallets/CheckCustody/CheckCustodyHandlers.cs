using System.Text.Json;
using Marketplace.Kernel;
using Marketplace.Persistence;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Wallets;

internal sealed class CheckCustodyHandler(CustodyInspector inspector) : IRequestHandler<CheckCustody, CustodyReport>
{
    public Task<CustodyReport> Handle(CheckCustody request, CancellationToken cancellationToken) => inspector.InspectAsync(cancellationToken);
}

internal sealed class GetLastCustodyCheckHandler(MarketplaceDbContext db, IPaymentNetwork network) : IRequestHandler<GetLastCustodyCheck, CustodyReport?>
{
    public async Task<CustodyReport?> Handle(GetLastCustodyCheck request, CancellationToken cancellationToken)
    {
        var report = await db.Set<CustodyCheck>()
            .Where(row => row.Network == network.Info.Name)
            .OrderByDescending(row => row.Id)
            .Select(row => row.Report)
            .FirstOrDefaultAsync(cancellationToken);
        return report is null ? null : JsonSerializer.Deserialize<CustodyReport>(report, KernelJson.Options);
    }
}

/// <summary>Keeps a comparison.</summary>
internal sealed record StoreCustodyCheck(CustodyReport Report) : ICommand;

internal sealed class StoreCustodyCheckHandler(MarketplaceDbContext db, IdGenerator ids) : IRequestHandler<StoreCustodyCheck, Result>
{
    public Task<Result> Handle(StoreCustodyCheck command, CancellationToken cancellationToken)
    {
        var report = command.Report;
        db.Add(new CustodyCheck
        {
            Id = ids.Next(),
            Network = report.Network,
            CheckedAt = report.CheckedAt,
            Shortfall = report.Shortfall,
            Report = JsonSerializer.Serialize(report, KernelJson.Options),
        });
        return Task.FromResult(Result.Success);
    }
}
