using System.Data.Common;
using Marketplace.Kernel;
using Marketplace.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Ledger.Tests.Model;

/// <summary>Tells one story to the model and to a ledger, and listens for the first word in which they differ.</summary>
internal sealed class Storyteller(TestMarketplace market, int run)
{
    private readonly LedgerModel model = new(market.Clock.GetUtcNow());
    private readonly Dictionary<string, long> numbers = [];
    private readonly Dictionary<string, int> answers = [];

    /// <summary>What was answered how often.</summary>
    public IReadOnlyDictionary<string, int> Answers => answers;

    public int Transfers => model.Transfers;

    public async Task TellAsync(IReadOnlyList<Operation> story)
    {
        await using var connection = await market.Database.OpenAsync();
        await using var rows = Rows(connection);
        for (var place = 0; place < story.Count; place++)
        {
            var expected = AskModel(story[place]);
            var actual = await AskLedgerAsync(story[place]);
            if (!expected.SequenceEqual(actual))
            {
                throw new DisagreementException($"operation {place + 1}, {story[place]}\n  the model:  {string.Join(" | ", expected)}\n  the ledger: {string.Join(" | ", actual)}");
            }

            foreach (var answer in expected)
            {
                var kind = answer.Split(' ')[0];
                answers[kind] = answers.GetValueOrDefault(kind) + 1;
            }

            await LookAtTheRowsAsync(rows, $"after operation {place + 1}, {story[place]}");
        }

        await AskForBalancesAsync();
    }

    private List<string> AskModel(Operation operation)
    {
        switch (operation)
        {
            case PostOne post:
                return [model.Post(post.Transfer)];
            case PostMany post:
                return [.. post.Transfers.Select(model.Post)];
            case PostTogether post:
                return [.. post.Transfers.Select(model.Post)];
            case Place hold:
                return [model.Place(Request(hold))];
            case Release release:
                return [model.Release(Worlds.Hold(release.Number))];
            case Reverse reverse:
                return [model.Reverse(reverse.Of, reverse.Key, reverse.Reference)];
            case Advance advance:
                model.Now += TimeSpan.FromSeconds(advance.Seconds);
                return [];
            case ReleaseExpired:
                model.ReleaseExpired();
                return [];
            default:
                return [];
        }
    }

    private async Task<List<string>> AskLedgerAsync(Operation operation)
    {
        switch (operation)
        {
            case PostOne { Transfer: { Captures: { } hold } transfer }:
                return [Told(await market.Send(new CaptureHold(Worlds.In(run, hold), Worlds.In(run, transfer) with { Captures = null })), transfer.Key)];
            case PostOne post:
                return [Told(await market.Send(new PostTransfer(Worlds.In(run, post.Transfer))), post.Transfer.Key)];
            case PostMany post:
                var answered = (await market.Send(new PostTransfers([.. post.Transfers.Select(transfer => Worlds.In(run, transfer))]))).Require();
                return [.. answered.Zip(post.Transfers, (answer, transfer) => Told(answer, transfer.Key))];
            case PostTogether post:
                var poster = market.Services.GetRequiredService<ITransferPoster>();
                var together = await Task.WhenAll(post.Transfers.Select(transfer => poster.PostAsync(Worlds.In(run, transfer))).ToList());
                return [.. together.Zip(post.Transfers, (answer, transfer) => Told(answer, transfer.Key))];
            case Place hold:
                var request = Request(hold);
                var placed = await market.Send(request with { HoldId = Worlds.In(run, request.HoldId), Account = Worlds.In(run, request.Account) });
                return [placed.Succeeded ? $"ok available={placed.Value.AvailableAfter}" : Told(placed.Error)];
            case Release release:
                return [(await market.Send(new ReleaseHold(Worlds.In(run, Worlds.Hold(release.Number))))).Error is { } error ? Told(error) : "ok"];
            case Reverse reverse:
                return [Told(await market.Send(new ReverseTransfer(numbers.GetValueOrDefault(reverse.Of), Worlds.In(run, reverse.Key), reverse.Reference)), reverse.Key)];
            case Advance advance:
                market.Clock.Advance(TimeSpan.FromSeconds(advance.Seconds));
                return [];
            case ReleaseExpired:
                await market.RunWorkUntilIdleAsync("ledger.release_expired_holds");
                return [];
            case RollUp:
                await market.RunWorkUntilIdleAsync("ledger.roll_up");
                return [];
            default:
                throw new ArgumentException($"Nobody knows how to {operation}.");
        }
    }

    private PlaceHold Request(Place hold) => new(
        Worlds.Hold(hold.Number), hold.Account, hold.Amount, "test", hold.Seconds is { } seconds ? model.Now + TimeSpan.FromSeconds(seconds) : null, hold.Asset);

    /// <summary>The same key must always be the same transfer, and no two keys may share one.</summary>
    private string Told(Result<PostedTransfer> answer, string key)
    {
        if (!answer.Succeeded)
        {
            return Told(answer.Error);
        }

        var number = answer.Value.TransferId;
        var known = numbers.TryGetValue(key, out var before) ? before == number : !numbers.ContainsValue(number) && numbers.TryAdd(key, number);
        return known ? $"ok transfer={key}" : $"ok transfer={key} under the number {number}, which is another's";
    }

    private static string Told(Error error) => error.Code == LedgerErrors.InsufficientFunds.Code
        ? $"{error.Code} available={error.Arguments["available"]} needed={error.Arguments["needed"]}"
        : error.Code;

    private DbCommand Rows(DbConnection connection)
    {
        var command = connection.CreateCommand();
        var codes = string.Join(", ", Worlds.Accounts.Select(account => $"'{Worlds.In(run, account)}'"));
#pragma warning disable CA2100 // The names are those of this test.
        command.CommandText =
            $"""
            SELECT a.code, a.asset, a.balance + coalesce((SELECT SUM(t.amount) FROM ledger_tail t WHERE t.account_id = a.id), 0), a.held
            FROM ledger_accounts a WHERE a.code IN ({codes})
            """;
#pragma warning restore CA2100
        return command;
    }

    /// <summary>After every operation, by a query of the test's own: what was refused has changed nothing, and nothing else changed on the way.</summary>
    private async Task LookAtTheRowsAsync(DbCommand rows, string moment)
    {
        var found = new Dictionary<(string, string), Funds>();
        await using var reader = await rows.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            found.Add((reader.GetString(0), reader.GetString(1)), new Funds(reader.GetInt64(2), reader.GetInt64(3)));
        }

        foreach (var account in Worlds.Accounts)
        {
            foreach (var asset in Worlds.Assets)
            {
                Compare(account, asset.Code, found.GetValueOrDefault((Worlds.In(run, account).Code, asset.Code)), moment);
            }
        }
    }

    private async Task AskForBalancesAsync()
    {
        foreach (var asset in Worlds.Assets)
        {
            foreach (var (account, balance) in Worlds.Accounts.Zip(await market.Send(new GetBalances([.. Worlds.Accounts.Select(account => Worlds.In(run, account))], asset.Code))))
            {
                Compare(account, asset.Code, new Funds(balance.Amount, balance.Held), "at the end");
            }
        }
    }

    private void Compare(LedgerAccount account, string asset, Funds found, string moment)
    {
        if (model[account, asset] != found)
        {
            throw new DisagreementException($"{moment}\n  {account} in {asset}: the model has {model[account, asset]}, the ledger {found}");
        }
    }
}

/// <summary>The ledger is not what the model says.</summary>
internal sealed class DisagreementException(string message) : Exception(message);
