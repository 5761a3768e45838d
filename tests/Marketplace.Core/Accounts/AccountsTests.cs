using Marketplace.Kernel;
using Marketplace.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Marketplace.Accounts.Tests;

internal sealed class AccountsOnSqlite : AccountsSuite
{
    protected override TestEngine Engine => TestEngine.Sqlite;
}

internal sealed class AccountsOnPostgreSql : AccountsSuite
{
    protected override TestEngine Engine => TestEngine.PostgreSql;
}

internal abstract class AccountsSuite : EngineSuite
{
    private static readonly Identity Ada = new("telegram", "1");
    private static readonly Identity Bob = new("telegram", "2");
    private static readonly Identity Boss = new("telegram", "99");
    private TestMarketplace market = null!;

    [SetUp]
    public async Task StartAsync() => market = await TestMarketplace.StartAsync(
        Engine, services => services.AddMarketplaceAccounts(accounts => accounts.Operators.Add(Boss.ToString())));

    [TearDown]
    public async Task StopAsync() => await market.DisposeAsync();

    [Test]
    public async Task First_contact_makes_an_account_and_the_second_finds_it()
    {
        var first = await RegisterAsync(Ada);
        var second = await RegisterAsync(Ada);

        Assert.That(second, Is.EqualTo(first).UsingPropertiesComparer());
        Assert.That(first.Role, Is.EqualTo(AccountRole.User));
        Assert.That(first.Identities, Is.EqualTo([Ada]));
        Assert.That(first.ReferralCode, Does.Match("^[a-z2-7]{8}$"));
        Assert.That(await market.Database.CountAsync("SELECT COUNT(*) FROM outbox_messages"), Is.EqualTo(1), "AccountRegistered is told once.");
    }

    [Test]
    public async Task Twenty_first_contacts_at_once_make_one_account()
    {
        var views = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => RegisterAsync(Ada))));

        Assert.That(views.Select(view => view.Id).Distinct().Count(), Is.EqualTo(1));
        Assert.That(await market.Database.CountAsync("SELECT COUNT(*) FROM accounts_accounts"), Is.EqualTo(1));
        Assert.That(await market.Database.CountAsync("SELECT COUNT(*) FROM outbox_messages"), Is.EqualTo(1));
    }

    [Test]
    public async Task Two_processes_that_meet_the_same_crowd_from_both_ends_make_one_account_each()
    {
        var crowd = Enumerable.Range(1, 100).Select(person => new Identity("telegram", $"{person}")).ToArray();
        await using var other = market.AnotherProcess();

        var views = await Task.WhenAll(
            crowd.Select(identity => Task.Run(() => RegisterAsync(identity)))
                .Concat(crowd.Reverse().Select(identity => Task.Run(async () => (await other.Send(new RegisterAccount(identity))).Require()))));

        Assert.That(views.Select(view => view.Id).Distinct().Count(), Is.EqualTo(crowd.Length));
        Assert.That(await market.Database.CountAsync("SELECT COUNT(*) FROM accounts_accounts"), Is.EqualTo(crowd.Length));
        Assert.That(await market.Database.CountAsync("SELECT COUNT(*) FROM outbox_messages"), Is.EqualTo(crowd.Length));
    }

    [Test]
    public async Task The_same_id_on_another_platform_is_somebody_else()
    {
        var telegram = await RegisterAsync(Ada);
        var discord = await RegisterAsync(new Identity("discord", Ada.ExternalId));

        Assert.That(discord.Id, Is.Not.EqualTo(telegram.Id));
        Assert.That(discord.ReferralCode, Is.Not.EqualTo(telegram.ReferralCode));
    }

    [Test]
    public async Task The_sponsor_is_set_at_first_contact_and_never_again()
    {
        var sponsor = await RegisterAsync(Ada);
        var brought = await RegisterAsync(Bob, sponsor.ReferralCode);
        var other = await RegisterAsync(Boss);

        var again = await RegisterAsync(Bob, other.ReferralCode);
        var sponsorItself = await RegisterAsync(Ada, sponsor.ReferralCode);

        Assert.That(brought.SponsorId, Is.EqualTo(sponsor.Id));
        Assert.That(again.SponsorId, Is.EqualTo(sponsor.Id));
        Assert.That(sponsorItself.SponsorId, Is.Null, "Nobody sponsors himself.");
        Assert.That(await market.Send(new CountInvited(sponsor.Id)), Is.EqualTo(1));
    }

    [TestCase("aaaaaaaa")]
    [TestCase("")]
    [TestCase("'; DROP TABLE accounts_accounts; --")]
    [TestCase("ABCDEFGH")]
    public async Task A_code_that_nobody_has_counts_as_none(string code)
    {
        Assert.That((await RegisterAsync(Bob, code)).SponsorId, Is.Null);
    }

    [Test]
    public async Task A_banned_sponsor_brings_nobody()
    {
        var boss = await RegisterAsync(Boss);
        var sponsor = await RegisterAsync(Ada);
        await market.Send(new BanAccount(boss.Id, sponsor.Id, Banned: true));

        Assert.That((await RegisterAsync(Bob, sponsor.ReferralCode)).SponsorId, Is.Null);
    }

    [Test]
    public async Task An_operator_bans_and_lets_in_again()
    {
        var boss = await RegisterAsync(Boss);
        var ada = await RegisterAsync(Ada);

        Assert.That((await market.Send(new BanAccount(boss.Id, ada.Id, Banned: true))).Succeeded);
        Assert.That((await market.Send(new FindAccount(Ada)))!.Role, Is.EqualTo(AccountRole.Banned));
        Assert.That((await market.Send(new GetBannedAccounts())).Select(account => account.Id), Is.EqualTo([ada.Id]));

        Assert.That((await market.Send(new BanAccount(boss.Id, ada.Id, Banned: false))).Succeeded);
        Assert.That((await market.Send(new GetAccount(ada.Id)))!.Role, Is.EqualTo(AccountRole.User));
    }

    [Test]
    public async Task Nobody_else_bans_and_operators_are_not_banned()
    {
        var boss = await RegisterAsync(Boss);
        var ada = await RegisterAsync(Ada);
        var nobody = AccountId.From(Guid.Empty);

        Assert.That((await market.Send(new BanAccount(ada.Id, boss.Id, true))).Error, Is.EqualTo(AccountErrors.OperatorsOnly));
        Assert.That((await market.Send(new BanAccount(nobody, ada.Id, true))).Error, Is.EqualTo(AccountErrors.OperatorsOnly));
        Assert.That((await market.Send(new BanAccount(boss.Id, boss.Id, true))).Error, Is.EqualTo(AccountErrors.OperatorCanNotBeBanned));
        Assert.That((await market.Send(new BanAccount(boss.Id, nobody, true))).Error, Is.EqualTo(AccountErrors.NotFound));
    }

    [Test]
    public async Task Configuration_makes_an_operator_whatever_the_row_says()
    {
        var boss = await RegisterAsync(Boss);
        await market.Database.ExecuteAsync("UPDATE accounts_accounts SET banned = true");

        Assert.That((await market.Send(new GetAccount(boss.Id)))!.Role, Is.EqualTo(AccountRole.Operator));
        Assert.That(await market.Send(new GetBannedAccounts()), Is.Empty);
    }

    [Test]
    public async Task A_language_is_chosen_and_unchosen()
    {
        var ada = await RegisterAsync(Ada);

        await market.Send(new ChangeLanguage(ada.Id, "fr"));
        Assert.That((await market.Send(new GetAccount(ada.Id)))!.Language, Is.EqualTo("fr"));

        await market.Send(new ChangeLanguage(ada.Id, null));
        Assert.That((await market.Send(new GetAccount(ada.Id)))!.Language, Is.Null);
        foreach (var malformed in (string[])["French", "FR", "f1", "fr\n", ""])
        {
            Assert.That((await market.Send(new ChangeLanguage(ada.Id, malformed))).Error, Is.EqualTo(KernelErrors.Invalid.With("field", "Language")), malformed);
        }

        Assert.That((await market.Send(new ChangeLanguage(AccountId.From(Guid.Empty), "fr"))).Error, Is.EqualTo(AccountErrors.NotFound));
    }

    [Test]
    public async Task An_unknown_identity_has_no_account()
    {
        Assert.That(await market.Send(new FindAccount(Ada)), Is.Null);
        Assert.That(await market.Send(new GetAccount(AccountId.From(Guid.Empty))), Is.Null);
    }

    [TestCase("", "1", "Platform")]
    [TestCase("Telegram", "1", "Platform")]
    [TestCase("telegram\n", "1", "Platform")]
    [TestCase("télégram", "1", "Platform")]
    [TestCase("abcdefghijklmnopqrstuvwxyzabcdefg", "1", "Platform")]
    [TestCase("telegram", "", "ExternalId")]
    [TestCase("telegram", " ", "ExternalId")]
    [TestCase("telegram", "12345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901", "ExternalId")]
    public async Task An_identity_without_shape_is_refused(string platform, string externalId, string field)
    {
        var result = await market.Send(new RegisterAccount(new Identity(platform, externalId)));

        Assert.That(result.Error, Is.EqualTo(KernelErrors.Invalid.With("field", field)));
    }

    [TestCase("42")]
    [TestCase("telegram:")]
    [TestCase(":42")]
    [TestCase("Telegram:42")]
    [TestCase("telegram: 42")]
    public void A_malformed_operator_stops_the_start(string text)
    {
        Assert.That(
            async () => await TestMarketplace.StartAsync(Engine, services => services.AddMarketplaceAccounts(accounts => accounts.Operators.Add(text))),
            Throws.TypeOf<OptionsValidationException>().With.Message.Contains("platform:id"));
    }

    private async Task<AccountView> RegisterAsync(Identity identity, string? code = null) =>
        (await market.Send(new RegisterAccount(identity, code))).Require();
}
