using System.Security.Cryptography;
using System.Text.Json;
using Marketplace.Kernel;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Persistence.Idempotency;

/// <summary>The first success under a key, kept with the transaction that made it.</summary>
internal sealed class StoredAnswer
{
    public required string Scope { get; init; }

    public required string Key { get; init; }

    public required byte[] RequestHash { get; init; }

    public string? Answer { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>Runs a request once per key; a repetition gets the stored answer, another request under the key an error.</summary>
internal sealed class StoredAnswers(MarketplaceDbContext db, TimeProvider time)
{
    public async Task<TResponse> OnceAsync<TRequest, TResponse>(string key, TRequest request, Func<Task<TResponse>> run, CancellationToken cancellationToken)
        where TRequest : notnull
        where TResponse : class, IResult<TResponse>
    {
        var scope = typeof(TRequest).Name;
        var hash = SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(request, KernelJson.Options));
        var at = time.GetUtcNow().UtcDateTime;
        // ON CONFLICT waits for a concurrent first try to end, so two at once become one and a repetition.
        var first = await db.Database.ExecuteSqlAsync(
            $"""INSERT INTO idempotency_answers (scope, key, request_hash, created_at) VALUES ({scope}, {key}, {hash}, {at}) ON CONFLICT (scope, key) DO NOTHING""",
            cancellationToken) == 1;
        if (first)
        {
            var response = await run();
            if (response.Error is null)
            {
                var answer = JsonSerializer.Serialize(response, KernelJson.Options);
                await db.Database.ExecuteSqlAsync(
                    $"""UPDATE idempotency_answers SET answer = {answer} WHERE scope = {scope} AND key = {key}""", cancellationToken);
            }
            else
            {
                // At the outside the whole transaction ends here; within another command only this row must go.
                await db.Database.ExecuteSqlAsync($"""DELETE FROM idempotency_answers WHERE scope = {scope} AND key = {key}""", cancellationToken);
            }

            return response;
        }

        var stored = await db.Set<StoredAnswer>().AsNoTracking().SingleAsync(row => row.Scope == scope && row.Key == key, cancellationToken);
        return stored.RequestHash.AsSpan().SequenceEqual(hash)
            ? JsonSerializer.Deserialize<TResponse>(stored.Answer!, KernelJson.Options)!
            : TResponse.Failure(KernelErrors.KeyReused);
    }
}

internal sealed class StoredAnswerConfiguration : IEntityTypeConfiguration<StoredAnswer>
{
    public void Configure(EntityTypeBuilder<StoredAnswer> builder)
    {
        builder.ToTable("idempotency_answers");
        builder.HasKey(row => new { row.Scope, row.Key });
        builder.Property(row => row.Scope).HasMaxLength(100);
        builder.Property(row => row.Key).HasMaxLength(200);
        builder.HasIndex(row => row.CreatedAt);
    }
}
