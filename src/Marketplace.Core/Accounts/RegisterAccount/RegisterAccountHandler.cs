using Marketplace.Kernel;
using Marketplace.Persistence;
using Marketplace.Persistence.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Accounts;

internal sealed class RegisterAccountHandler(IUnitOfWork unit, Registration registration, Registrations registrations)
    : IRequestHandler<RegisterAccount, Result<AccountView>>
{
    private const int LongestPlatform = 32;
    private const int LongestExternalId = 100;

    public async Task<Result<AccountView>> Handle(RegisterAccount request, CancellationToken cancellationToken)
    {
        if (FindMalformed(request.Identity) is { } field)
        {
            return KernelErrors.Invalid.With("field", field);
        }

        return unit.InTransaction ? await registration.RegisterAsync(request, cancellationToken) : await registrations.AddAsync(request, cancellationToken);
    }

    private static string? FindMalformed(Identity identity) =>
        identity.Platform is not { Length: > 0 and <= LongestPlatform } || !identity.Platform.All(char.IsAsciiLetterLower) ? nameof(Identity.Platform)
        : string.IsNullOrWhiteSpace(identity.ExternalId) || identity.ExternalId.Length > LongestExternalId ? nameof(Identity.ExternalId)
        : null;
}

/// <summary>Registers in groups: a thousand people who come at the same moment wait for a few dozen commits, not for a thousand.</summary>
internal sealed class Registrations(IServiceScopeFactory scopes)
{
    private const int LargestGroup = 64;
    private readonly GroupCommit<RegisterAccount, Result<AccountView>> groups = new(scopes, LargestGroup, group => new RegisterGroup(group));

    public Task<Result<AccountView>> AddAsync(RegisterAccount request, CancellationToken cancellationToken) => groups.AddAsync(request, cancellationToken);
}

/// <summary>Registers a group in one transaction, in the order of the identities: two groups that meet the same people meet them in the same order.</summary>
internal sealed record RegisterGroup(CommitGroup<RegisterAccount> Group) : ICommand<IReadOnlyList<Result<AccountView>>>;

internal sealed class RegisterGroupHandler(Registration registration) : IRequestHandler<RegisterGroup, Result<IReadOnlyList<Result<AccountView>>>>
{
    public async Task<Result<IReadOnlyList<Result<AccountView>>>> Handle(RegisterGroup request, CancellationToken cancellationToken)
    {
        var people = request.Group.Fill();
        var answers = new Result<AccountView>[people.Count];
        foreach (var place in Enumerable.Range(0, people.Count).OrderBy(place => people[place].Identity.ToString(), StringComparer.Ordinal))
        {
            answers[place] = await registration.RegisterAsync(people[place], cancellationToken);
        }

        return answers;
    }
}

/// <summary>One first contact, in the caller's transaction.</summary>
internal sealed class Registration(
    MarketplaceDbContext db, Statements statements, AccountReader accounts, IUnitOfWork unit, IdGenerator ids, TimeProvider time)
{
    public async Task<AccountView> RegisterAsync(RegisterAccount command, CancellationToken cancellationToken)
    {
        if (await accounts.FindAsync(command.Identity, cancellationToken) is { } known)
        {
            return known;
        }

        var (id, sponsor, at) = (ids.Next<AccountId>(), await FindSponsorAsync(command.ReferralCode, cancellationToken), Now());
        if (await InsertAsync(id, sponsor, at, command.Identity, cancellationToken) is not { } code)
        {
            // Another first contact of the same person was faster; the insert has waited for its commit.
            await db.Set<Account>().Where(account => account.Id == id).ExecuteDeleteAsync(cancellationToken);
            return (await accounts.FindAsync(command.Identity, cancellationToken))!;
        }

        unit.Publish(new AccountRegistered(id, sponsor, command.Identity));
        return accounts.ViewOf(new Account { Id = id, ReferralCode = code, SponsorId = sponsor, CreatedAt = at }, [command.Identity]);
    }

    // A person who has no account yet has no code of his own, so nobody can be his own sponsor here.
    private async Task<AccountId?> FindSponsorAsync(string? code, CancellationToken cancellationToken)
    {
        if (!ReferralCodes.IsWellFormed(code))
        {
            return null;
        }

        var sponsor = await accounts.FindByCodeAsync(code!, cancellationToken);
        return sponsor is null or { Role: AccountRole.Banned } ? null : sponsor.Id;
    }

    /// <returns>The account's referral code; null where the identity has an account already.</returns>
    private async Task<string?> InsertAsync(AccountId id, AccountId? sponsor, DateTimeOffset at, Identity identity, CancellationToken cancellationToken)
    {
        while (true)
        {
            var code = ReferralCodes.Next();
            // ON CONFLICT rather than an exception: a failed statement would end the whole transaction on PostgreSQL. Both rows in one round trip: a group of people
            // shares one connection, so all of them wait for each.
            var rows = await statements.ExecuteAsync(
                $"""
                 INSERT INTO accounts_accounts (id, referral_code, sponsor_id, banned, created_at)
                 VALUES ({id.Value}, {code}, {sponsor?.Value}, {false}, {at.UtcDateTime}) ON CONFLICT (referral_code) DO NOTHING;
                 INSERT INTO accounts_identities (platform, external_id, account_id)
                 SELECT {identity.Platform}, {identity.ExternalId}, id FROM accounts_accounts WHERE id = {id.Value} ON CONFLICT (platform, external_id) DO NOTHING
                 """,
                cancellationToken);
            if (rows > 0)
            {
                return rows == 2 ? code : null;
            }
        }
    }

    /// <summary>As both databases keep it: in microseconds.</summary>
    private DateTimeOffset Now()
    {
        var now = time.GetUtcNow();
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
    }
}
