using System.Diagnostics;
using Marketplace.Accounts;
using Marketplace.Kernel;
using Marketplace.Testing;
using Marketplace.Tron;
using Marketplace.Tron.Payments;
using Marketplace.Wallets;
using MediatR;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Marketplace.Host.Tests.Signer;

/// <summary><c>--role market</c>: people are paid, and the process that talks to them holds no key.</summary>
internal sealed class MarketRoleTests
{
    private static readonly TimeSpan BlockTime = TimeSpan.FromMilliseconds(100);
    private Worlds worlds = null!;
    private TronKey home = null!;

    private LogBook Logs => worlds.Logs;

    /// <summary>A Unix domain socket's name is short by law.</summary>
    private string Socket => Path.Combine(worlds.File("s"), "s.sock");

    [SetUp]
    public async Task StartAsync()
    {
        worlds = await Worlds.StartedAsync(BlockTime);
        home = TronKey.Generate();
    }

    [TearDown]
    public async Task StopAsync()
    {
        await worlds.DisposeAsync();
        home.Dispose();
    }

    [Test]
    [Platform(Exclude = "Win", Reason = "Windows has no SIGKILL and other sockets")]
    public async Task A_withdrawal_is_paid_through_the_signer_waits_while_it_is_dead_and_goes_on_when_it_is_back()
    {
        string[] signerSettings = SignerWorld.Settings(worlds, ("Signer:Url", $"unix:{Socket}"));
        using var signer = await RunSignerAsync(signerSettings);
        try
        {
            await using var market = await StartMarketAsync(("Tron:Signer", $"unix:{Socket}"), ("Tron:SignerToken", SignerWorld.Token(worlds)));
            Assert.That(Logs.Lines, Has.Some.Contains($"unix:{Socket} signs; this host holds no key"));
            var bob = await EarnerAsync(market, 100);
            await WithdrawAsync(market, bob, 20);
            await UntilAsync(async () => (await NewestAsync(market, bob)).State == WithdrawalState.Settled, "the first payment");

            signer.Kill();
            await signer.WaitForExitAsync();
            await WithdrawAsync(market, bob, 30);
            await UntilLoggedAsync($"The signer at unix:{Socket} can not be used");
            Assert.That((await NewestAsync(market, bob)).State, Is.EqualTo(WithdrawalState.Approved));

            using var again = await RunSignerAsync(signerSettings);
            try
            {
                await UntilAsync(async () => (await NewestAsync(market, bob)).State == WithdrawalState.Settled, "the second payment");
            }
            finally
            {
                again.Kill();
            }

            Assert.That(
                worlds.Chain.Transfers().Where(transfer => transfer.To == home.Address).Select(transfer => transfer.AmountSun),
                Is.EqualTo(new[] { 17_400_000, 28_500_000 }), "The first one also pays for activating the address.");
            await market.StopAsync();
        }
        finally
        {
            signer.Kill();
        }
    }

    [Test]
    public async Task Neither_its_settings_nor_its_container_hold_a_key()
    {
        await using var market = Build(("Tron:Signer", "http://127.0.0.1:1"), ("Tron:SignerToken", MakeToken()));

        var options = market.Services.GetRequiredService<IOptions<TronPaymentsOptions>>().Value;
        Assert.That((options.Vault, options.VaultKey), Is.EqualTo((default(string), default(TronVaultKeySource))));
        Assert.That((options.AccountXpub, options.HotAddress), Is.EqualTo((worlds.Wallet.AccountXpub, worlds.Wallet.HotAddress)));
        var settings = market.Services.GetRequiredService<IConfiguration>().AsEnumerable().Where(setting => !string.IsNullOrEmpty(setting.Value)).ToList();
        Assert.That(settings.Select(setting => setting.Key), Has.None.StartsWith("Tron:Vault").And.None.StartsWith("Tron:KeyFile"));
        Assert.That(settings.Select(setting => setting.Value), Has.None.Contains(".vault"));
        var network = market.Services.GetRequiredService<IPaymentNetwork>();
        var deposits = HdPublicKey.Parse(worlds.Wallet.AccountXpub).Value;
        Assert.That(Enumerable.Range(0, 5).Select(network.DepositAddress), Is.EqualTo(Enumerable.Range(0, 5).Select(at => deposits.DeriveAddress((uint)at).Value.ToString())));
        Assert.That(network.Info.House.Hot, Is.EqualTo(worlds.Wallet.HotAddress));
    }

    [Test]
    public async Task Without_a_signer_it_receives_and_withdrawals_wait()
    {
        await using var market = await StartMarketAsync();
        Assert.That(Logs.Lines, Has.Some.Contains("This host holds no key and has no signer"));

        var bob = await EarnerAsync(market, 100);
        await WithdrawAsync(market, bob, 20);

        await UntilLoggedAsync("tron.no_signer");
        Assert.That((await NewestAsync(market, bob)).State, Is.EqualTo(WithdrawalState.Approved));
        await market.StopAsync();
    }

    [Test]
    public async Task What_the_signer_refuses_waits_with_an_alarm()
    {
        await using var signer = await SignerWorldFor(("Signer:MaximumPayment", "10"));
        await using var market = await StartMarketAsync(("Tron:Signer", signer.Url), ("Tron:SignerToken", SignerWorld.Token(worlds)));
        var bob = await EarnerAsync(market, 100);
        await WithdrawAsync(market, bob, 20);

        await UntilLoggedAsync("ALARM: the signer refuses withdrawal:");
        await UntilLoggedAsync("reason=maximum_payment");
        Assert.That((await NewestAsync(market, bob)).State, Is.EqualTo(WithdrawalState.Approved));
        await market.StopAsync();
    }

    [Test]
    public async Task A_signer_that_does_not_know_the_token_or_holds_other_keys_is_found_out_at_the_start()
    {
        await using var signer = await SignerWorldFor();
        var stranger = worlds.File("other.token");
        TronSignerToken.Create(stranger);
        using var key = TronVaultKey.Create(worlds.File("other.key"));
        var other = TronVault.Create(worlds.File("other.vault"), key);

        await using (var market = await StartMarketAsync(("Tron:Signer", signer.Url), ("Tron:SignerToken", stranger)))
        {
            Assert.That(Logs.Lines, Has.Some.Contains("it does not know this SignerToken. Withdrawals wait for it"));
            await market.StopAsync();
        }

        foreach (var (setting, value, sentence) in new[]
        {
            ("Tron:AccountXpub", other.AccountXpub, "holds the keys of another AccountXpub"), ("Tron:HotAddress", other.HotAddress, "pays from"),
            ("Tron:ColdAddress", "TUEZSdKsoDHQMeZwihtdoBiN46zxhGWYdH", "knows the cold address (none)"),
        })
        {
            Assert.That(
                async () => await StartMarketAsync((setting, value), ("Tron:Signer", signer.Url), ("Tron:SignerToken", SignerWorld.Token(worlds))),
                Throws.TypeOf<StartRefusedException>().With.Message.Contains(sentence));
        }
    }

    [TestCase("Tron:AccountXpub", "", "Tron__AccountXpub and Tron__HotAddress say whose addresses")]
    [TestCase("Tron:AccountXpub", "xpub", "AccountXpub is not the public key of an account")]
    [TestCase("Tron:HotAddress", "", "Tron__AccountXpub and Tron__HotAddress say whose addresses")]
    [TestCase("Tron:HotAddress", "T", "HotAddress must be the address of the hot wallet")]
    [TestCase("Tron:Signer", "http://127.0.0.1:5090", "Tron__SignerToken is not set")]
    [TestCase("Tron:Vault", "wallet.vault", "Tron__Vault is set, and a host with --role market holds no key")]
    [TestCase("Tron:VaultKeyVariable", "KEY", "Tron__VaultKeyVariable is set, and a host with --role market holds no key")]
    public async Task A_wrong_setting_is_refused_with_one_sentence(string key, string value, string sentence)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();

        var code = await HostProgram.RunAsync(Settings((key, value)), output, errors);

        Assert.That(errors.ToString().Trim(), Does.Contain(sentence).And.Not.Contain("\n"));
        Assert.That(code, Is.EqualTo(78));
    }

    private static async Task<Process> RunSignerAsync(string[] settings)
    {
        var process = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(TestContext.CurrentContext.TestDirectory, "Marketplace.Host.dll"), .. settings])
        {
            RedirectStandardOutput = true,
        })!;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            await TestContext.Out.WriteLineAsync(line);
            if (line.Contains("Running: ", StringComparison.Ordinal))
            {
                _ = process.StandardOutput.ReadToEndAsync();
                return process;
            }
        }

        throw new InvalidOperationException($"The signer ended by itself with {process.ExitCode}.");
    }

    private string MakeToken()
    {
        TronSignerToken.Create(SignerWorld.Token(worlds));
        return SignerWorld.Token(worlds);
    }

    private async Task<Marketplace.Host.Signer.SignerHost> SignerWorldFor(params (string Key, string Value)[] changes)
    {
        var signer = Marketplace.Host.Signer.SignerHost.Build(SignerWorld.Settings(worlds, changes));
        await signer.StartAsync();
        return signer;
    }

    private string[] Settings(params (string Key, string Value)[] changes) => worlds.Arguments(
    [
        ("role", "market"), ("Tron:Vault", ""), ("Tron:VaultKeyFile", ""), ("Tron:AccountXpub", worlds.Wallet.AccountXpub), ("Tron:HotAddress", worlds.Wallet.HotAddress),
        ("Tron:BlockTime", BlockTime.ToString()), ("Wallets:ScanInterval", "00:00:00.1"), ("Wallets:WithdrawalInterval", "00:00:00.1"), .. changes,
    ]);

    private MarketplaceHost Build(params (string Key, string Value)[] changes) =>
        MarketplaceHost.Build(Settings(changes), services => services.AddSingleton<ILoggerProvider>(Logs));

    private async Task<MarketplaceHost> StartMarketAsync(params (string Key, string Value)[] changes)
    {
        var market = Build(changes);
        try
        {
            await market.StartAsync();
            return market;
        }
        catch
        {
            await market.DisposeAsync();
            throw;
        }
    }

    private async Task<AccountId> EarnerAsync(MarketplaceHost market, long trx)
    {
        var bob = (await SendAsync(market, new RegisterAccount(new Identity("telegram", "42")))).Require().Id;
        Result<DepositAddress>? opened = null;
        await UntilAsync(async () => (opened = await SendAsync(market, new OpenDepositAddress(bob, DepositTarget.Earn))).Succeeded, "the chain to be read");
        foreach (var (to, amount) in new[] { (opened!.Require().Address, trx), (worlds.Wallet.HotAddress, 10 * trx) })
        {
            Assert.That(worlds.Chain.Faucet(TronAddress.Parse(to).Value, Sun.FromTrx(amount).Value).IsSuccess);
        }

        await UntilAsync(async () => (await SendAsync(market, new GetWallet(bob))).Earn == Sun.FromTrx(trx), "the deposit");
        return bob;
    }

    private async Task WithdrawAsync(MarketplaceHost market, AccountId bob, long trx) =>
        (await SendAsync(market, new RequestWithdrawal(bob, home.Address.ToString(), Sun.FromTrx(trx)))).Require();

    private static async Task<WithdrawalView> NewestAsync(MarketplaceHost market, AccountId bob) => (await SendAsync(market, new GetWithdrawals(bob)))[0];

    private static async Task<TResponse> SendAsync<TResponse>(MarketplaceHost market, IRequest<TResponse> request)
    {
        await using var scope = market.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<ISender>().Send(request);
    }

    private Task UntilLoggedAsync(string words) =>
        UntilAsync(() => Task.FromResult(Logs.Lines.Any(line => line.Contains(words, StringComparison.Ordinal))), $"the log to hold {words}");

    private async Task UntilAsync(Func<Task<bool>> condition, string what)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (!await condition())
        {
            Assert.That(patience.IsCancellationRequested, Is.False, $"Waited in vain for {what}. The log:\n{string.Join('\n', Logs.Lines.TakeLast(20))}");
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }
    }
}
