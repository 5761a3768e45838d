using System.Security.Cryptography;
using System.Text;
using Marketplace.Benchmarks.Ledger.Load;
using Marketplace.Ledger;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Marketplace.Benchmarks.Ledger.Rows;

/// <summary>
/// The same posting without the house: <c>ledger_post_pair</c> by Npgsql alone, as <c>PostgreSqlBooks</c> calls it. What the pipeline costs is the difference.
/// </summary>
internal static class BareFunction
{
    private const string Sql =
        """
        SELECT outcome FROM ledger_post_pair(@at, 4000000000000000000, @key, @hash, @kind, @reference, false, @code1, 'TRX', 0, @amount1, @code2, 'TRX', 0, @amount2)
        """;

    public static Task<Sample> RunAsync(Bench bench)
    {
        var source = bench.Market.Services.GetRequiredService<NpgsqlDataSource>();
        return bench.LoopAsync(16, async _ =>
        {
            await using var connection = await source.OpenConnectionAsync();
            await using var transaction = await connection.BeginTransactionAsync();
            var outcome = await CallAsync(connection, bench.Market.BetweenPeople());
            await transaction.CommitAsync();
            return outcome == 0 ? 1 : throw new InvalidOperationException($"ledger_post_pair answered {outcome}.");
        });
    }

    private static async Task<int> CallAsync(NpgsqlConnection connection, Transfer transfer)
    {
        var entries = transfer.Entries.OrderBy(entry => entry.Account.Code, StringComparer.Ordinal).ToArray();
        await using var command = new NpgsqlCommand(Sql, connection);
        command.Parameters.AddWithValue("at", TimeProvider.System.GetUtcNow().UtcDateTime);
        command.Parameters.AddWithValue("key", transfer.Key);
        command.Parameters.AddWithValue("hash", SHA256.HashData(Encoding.UTF8.GetBytes(transfer.Key)));
        command.Parameters.AddWithValue("kind", transfer.Kind);
        command.Parameters.AddWithValue("reference", transfer.Reference);
        command.Parameters.AddWithValue("code1", entries[0].Account.Code);
        command.Parameters.AddWithValue("amount1", entries[0].Amount);
        command.Parameters.AddWithValue("code2", entries[1].Account.Code);
        command.Parameters.AddWithValue("amount2", entries[1].Amount);
        return (int)(await command.ExecuteScalarAsync())!;
    }
}
