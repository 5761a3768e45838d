using System.Security.Cryptography;
using Marketplace.Kernel;
using Marketplace.Persistence;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Frontends.Engine;

/// <summary>A key of this marketplace, made at its first start and shared by its processes.</summary>
internal sealed class ChatSecret
{
    public required string Name { get; init; }

    public required byte[] Value { get; init; }
}

/// <summary>Answers the buttons' key, and makes it where there is none yet.</summary>
internal sealed record OpenButtonSecret : ICommand<byte[]>;

internal sealed class OpenButtonSecretHandler(MarketplaceDbContext db) : IRequestHandler<OpenButtonSecret, Result<byte[]>>
{
    private const string Name = "buttons";

    public async Task<Result<byte[]>> Handle(OpenButtonSecret request, CancellationToken cancellationToken)
    {
        var fresh = RandomNumberGenerator.GetBytes(32);
        await db.Database.ExecuteSqlAsync(
            $"INSERT INTO chat_secrets (name, value) VALUES ({Name}, {fresh}) ON CONFLICT (name) DO NOTHING", cancellationToken);
        return await db.Set<ChatSecret>().Where(secret => secret.Name == Name).Select(secret => secret.Value).SingleAsync(cancellationToken);
    }
}

/// <summary>The seal with the stored key, read once per process.</summary>
internal sealed class ButtonSeals(IServiceScopeFactory scopes) : IDisposable
{
    private readonly SemaphoreSlim gate = new(1, 1);
    private volatile ButtonSeal? seal;

    public ValueTask<ButtonSeal> GetAsync(CancellationToken cancellationToken) =>
        seal is { } ready ? ValueTask.FromResult(ready) : new ValueTask<ButtonSeal>(ReadAsync(cancellationToken));

    public void Dispose() => gate.Dispose();

    private async Task<ButtonSeal> ReadAsync(CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            if (seal is null)
            {
                await using var scope = scopes.CreateAsyncScope();
                var key = await scope.ServiceProvider.GetRequiredService<ISender>().Send(new OpenButtonSecret(), cancellationToken);
                seal = new ButtonSeal(key.Require());
            }

            return seal;
        }
        finally
        {
            gate.Release();
        }
    }
}

internal sealed class ChatSecretConfiguration : IEntityTypeConfiguration<ChatSecret>
{
    public void Configure(EntityTypeBuilder<ChatSecret> builder)
    {
        builder.ToTable("chat_secrets");
        builder.HasKey(secret => secret.Name);
        builder.Property(secret => secret.Name).HasMaxLength(50);
    }
}
