using System.Text.Json;
using Marketplace.Ledger;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Marketplace.Host.Http;

/// <summary><c>/ledger</c>: the books at a glance as JSON, for the sandbox's page. Off unless asked for, and never beyond the loopback.</summary>
internal static class LedgerPage
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static void MapLedger(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/ledger", async (ISender sender, CancellationToken cancellationToken) =>
        {
            var head = await sender.Send(new GetSealHead(), cancellationToken);
            var books = await sender.Send(new GetBooks(), cancellationToken);
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
                    Invariants = books.Invariants.Select(invariant => new { invariant.Name, Holds = invariant.Violation is null, Detail = invariant.Violation }),
                    SealHead = head?.ToMemo(),
                },
                Json);
        });
}
