using System.Text.Json;
using Marketplace.Host.Health;
using Marketplace.Ledger;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Marketplace.Host.Http;

/// <summary>
/// <c>/ledger</c>: the books at a glance as JSON, for the sandbox's page. Off unless asked for, and never beyond the loopback. The first accounts, and more behind <c>?after=CODE</c>; the
/// invariants as they were found last, and anew with <c>?check=true</c>.
/// </summary>
internal static class LedgerPage
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static void MapLedger(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/ledger", async (string? after, bool? check, ISender sender, BooksAudit audit, CancellationToken cancellationToken) =>
        {
            var head = await sender.Send(new GetSealHead(), cancellationToken);
            var books = await sender.Send(new GetBooks(After: after, Check: check == true), cancellationToken);
            var invariants = check == true
                ? books.Invariants.Select(invariant => new { invariant.Name, Holds = invariant.Violation is null, Detail = invariant.Violation })
                : (audit.Last?.Outcomes ?? new Dictionary<string, AuditOutcome>()).Select(found => new { Name = found.Key, Holds = found.Value == AuditOutcome.Holds, Detail = (string?)null });
            return Results.Json(
                new
                {
                    Accounts = books.Accounts.Select(account => new { account.Account.Code, account.Asset, Balance = account.Amount, account.Held }),
                    Journal = books.Journal.Select(transfer => new
                    {
                        Id = transfer.TransferId,
                        transfer.Kind,
                        transfer.Reference,
                        transfer.PostedAt,
                        Entries = transfer.Entries.Select(entry => new { Account = entry.Account.Code, entry.Asset, entry.Amount }),
                    }),
                    Invariants = invariants,
                    SealHead = head?.ToMemo(),
                },
                Json);
        });
}
