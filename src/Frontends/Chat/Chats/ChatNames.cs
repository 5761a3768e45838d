using Marketplace.Accounts;
using Marketplace.Kernel;
using Marketplace.Persistence;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Frontends;

/// <summary>Who was last seen under a public name on a platform, or null. Names change hands: show who it is before anything is done to them.</summary>
/// <param name="Platform">Which platform.</param>
/// <param name="Username">With or without <c>@</c>, in any case.</param>
internal sealed record FindByUsername(string Platform, string Username) : IQuery<AccountId?>;

/// <summary>The public names of an account, of the chat it was seen in last first.</summary>
/// <param name="AccountId">Whose.</param>
internal sealed record GetUsernames(AccountId AccountId) : IQuery<IReadOnlyList<string>>;

internal sealed class ChatNames(MarketplaceDbContext db) : IRequestHandler<FindByUsername, AccountId?>, IRequestHandler<GetUsernames, IReadOnlyList<string>>
{
    public async Task<AccountId?> Handle(FindByUsername request, CancellationToken cancellationToken)
    {
        if (Normal(request.Username.TrimStart('@')) is not { } name)
        {
            return null;
        }

        var account = await db.Set<ChatMemory>()
            .Where(chat => chat.Platform == request.Platform && chat.Username == name && chat.AccountId != null)
            .OrderByDescending(chat => chat.SeenAt)
            .Select(chat => chat.AccountId)
            .FirstOrDefaultAsync(cancellationToken);
        return account is { } id ? AccountId.From(id) : null;
    }

    public async Task<IReadOnlyList<string>> Handle(GetUsernames request, CancellationToken cancellationToken) => await db.Set<ChatMemory>()
        .Where(chat => chat.AccountId == request.AccountId.Value && chat.Username != null)
        .OrderByDescending(chat => chat.SeenAt)
        .Select(chat => chat.Username!)
        .ToListAsync(cancellationToken);

    public static string? Normal(string? username) =>
        username is { Length: > 0 and <= ChatMemoryConfiguration.LongestUsername } ? username.ToLowerInvariant() : null;
}
