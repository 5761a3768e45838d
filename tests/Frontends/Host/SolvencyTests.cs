using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Marketplace.Accounts;
using Marketplace.Kernel;
using Marketplace.Testing;
using Marketplace.Tron;
using Marketplace.Wallets;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Host.Tests;

/// <summary>A host, a chain, and the verifier as a program of its own: it shares no line with what it checks.</summary>
public class SolvencyTests
{
    [Test]
    public async Task Somebody_checks_his_part_of_the_proof_with_a_program_that_is_not_ours()
    {
        await using var worlds = new Worlds();
        await worlds.StartAsync();
        await using var host = MarketplaceHost.Build(worlds.Arguments(("Wallets:ScanInterval", "00:00:00.2"), ("Wallets:SolvencyInterval", "1.00:00:00")));
        await host.StartAsync();
        using var http = new HttpClient { BaseAddress = host.Url };
        var bob = await EarnerAsync(host, worlds);
        var view = (await SendAsync(host, new TakeSolvencySnapshot())).Require();
        var word = (await SendAsync(host, new GetSolvencyToken(bob))).Require();

        var proof = worlds.File("proof.json");
        await File.WriteAllTextAsync(proof, await http.GetStringAsync($"/solvency/proof/{word}/proof.json"));
        var node = worlds.Chain.Address!.ToString();
        var (verdict, output) = await VerifyAsync(proof, "--root", view.Root, "--node", node);
        TestContext.Out.WriteLine(output);

        Assert.That(verdict, Is.Zero, output);
        Assert.That(output, Does.Contain("VERIFIED").And.Contain("100000000").And.Contain(view.House[0].Address));
        Assert.That((await VerifyAsync(proof, "--root", new string('a', 64))).ExitCode, Is.EqualTo(1));
        Assert.That((await VerifyAsync(proof, "--node", "http://127.0.0.1:1/")).ExitCode, Is.EqualTo(2));
        Assert.That((await VerifyAsync(worlds.File("nothing.json"))).ExitCode, Is.EqualTo(2));
        await File.WriteAllTextAsync(proof, (await File.ReadAllTextAsync(proof)).Replace("\"100000000\"", "\"100000001\"", StringComparison.Ordinal));
        Assert.That((await VerifyAsync(proof)).ExitCode, Is.EqualTo(1));
        await host.StopAsync();
    }

    [Test]
    public async Task The_page_is_for_everybody_and_a_part_of_it_only_for_its_link()
    {
        await using var worlds = new Worlds();
        await worlds.StartAsync();
        await using var host = MarketplaceHost.Build(worlds.Arguments(("Wallets:ScanInterval", "00:00:00.2")));
        await host.StartAsync();
        using var http = new HttpClient { BaseAddress = host.Url };
        var bob = await EarnerAsync(host, worlds);
        var view = (await SendAsync(host, new TakeSolvencySnapshot())).Require();
        var word = (await SendAsync(host, new GetSolvencyToken(bob))).Require();

        var page = await http.GetStringAsync("/solvency");
        var document = JsonDocument.Parse(await http.GetStringAsync("/solvency.json")).RootElement;
        using var asked = new HttpRequestMessage(HttpMethod.Get, "/solvency") { Headers = { Accept = { new MediaTypeWithQualityHeaderValue("application/json") } } };
        using var answered = await http.SendAsync(asked);
        using var mine = await http.GetAsync($"/solvency/proof/{word}");

        Assert.That(page, Does.Contain(view.Root).And.Contain("100\u00a0TRX").And.Contain("Covered").And.Not.Contain(bob.ToString()));
        Assert.That(document.GetProperty("accounts").GetArrayLength(), Is.Zero);
        Assert.That(await answered.Content.ReadAsStringAsync(), Is.EqualTo(await http.GetStringAsync("/solvency.json")));
        Assert.That(await mine.Content.ReadAsStringAsync(), Does.Contain(bob.Value.ToString()));
        Assert.That(mine.Headers.CacheControl!.NoStore);
        foreach (var (languages, query, expected) in new[] { ("fr-CA,en;q=0.5", "", "Dû aux gens"), ("de,en;q=0.1,fr;q=0.2", "", "Dû aux gens"), ("fr", "?lang=en", "Owed to people"), ("tlh", "?lang=x", "Owed to people") })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/solvency" + query);
            request.Headers.TryAddWithoutValidation("Accept-Language", languages);
            using var inLanguage = await http.SendAsync(request);
            Assert.That(await inLanguage.Content.ReadAsStringAsync(), Does.Contain(expected).And.Contain(view.Root), languages + query);
        }

        foreach (var path in (string[])["x", word[..^1], word + "A", "%C3%A9", new string('A', 5000)])
        {
            Assert.That((await http.GetAsync($"/solvency/proof/{path}")).StatusCode, Is.EqualTo(HttpStatusCode.NotFound), path);
            Assert.That((await http.GetAsync($"/solvency/proof/{path}/proof.json")).StatusCode, Is.EqualTo(HttpStatusCode.NotFound), path);
        }

        await host.StopAsync();
    }

    [Test]
    public async Task Without_our_sources_the_file_on_the_page_checks_a_part_and_refuses_a_changed_one()
    {
        var node = ExternalPrograms.Node();
        await using var worlds = new Worlds();
        await worlds.StartAsync();
        await using var host = MarketplaceHost.Build(worlds.Arguments(("Wallets:ScanInterval", "00:00:00.2")));
        await host.StartAsync();
        using var http = new HttpClient { BaseAddress = host.Url };
        var bob = await EarnerAsync(host, worlds);
        var view = (await SendAsync(host, new TakeSolvencySnapshot())).Require();
        var word = (await SendAsync(host, new GetSolvencyToken(bob))).Require();
        var (proof, verifier) = (worlds.File("proof.json"), worlds.File("verify.mjs"));
        await File.WriteAllTextAsync(proof, await http.GetStringAsync($"/solvency/proof/{word}/proof.json"));
        await File.WriteAllTextAsync(verifier, await http.GetStringAsync("/solvency/verify.mjs"));

        var (verdict, output) = await RunAsync(node, verifier, proof, view.Root);

        Assert.That(verdict, Is.Zero, output);
        Assert.That(output, Does.Contain("VERIFIED").And.Contain("100000000").And.Contain(view.House[0].Address));
        Assert.That((await RunAsync(node, verifier, proof, new string('a', 64))).ExitCode, Is.EqualTo(1));
        Assert.That((await RunAsync(node, verifier, proof)).ExitCode, Is.EqualTo(2));
        var whole = await File.ReadAllTextAsync(proof);
        foreach (var (from, to) in new[] { ("\"100000000\"", "\"100000001\""), ($"user:{bob}", $"user:{Guid.Empty}") })
        {
            await File.WriteAllTextAsync(proof, whole.Replace(from, to, StringComparison.Ordinal));
            Assert.That((await RunAsync(node, verifier, proof, view.Root)).ExitCode, Is.EqualTo(1), from);
        }

        await host.StopAsync();
    }

    private static async Task<AccountId> EarnerAsync(MarketplaceHost host, Worlds worlds)
    {
        var bob = (await SendAsync(host, new RegisterAccount(new Identity("telegram", "42")))).Require().Id;
        Result<DepositAddress>? opened = null;
        await UntilAsync(async () => (opened = await SendAsync(host, new OpenDepositAddress(bob, DepositTarget.Earn))).Succeeded);
        Assert.That(worlds.Chain.Faucet(TronAddress.Parse(opened!.Value!.Address).Value, Sun.FromTrx(100).Value).IsSuccess);
        worlds.Chain.Mine(25, TimeSpan.FromSeconds(3));
        await UntilAsync(async () => (await SendAsync(host, new GetWallet(bob))).Earn > Sun.Zero);
        return bob;
    }

    private static async Task<T> SendAsync<T>(MarketplaceHost host, IRequest<T> request)
    {
        await using var scope = host.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<ISender>().Send(request);
    }

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!await condition())
        {
            await Task.Delay(50, patience.Token);
        }
    }

    private static Task<(int ExitCode, string Output)> VerifyAsync(params string[] arguments) =>
        RunAsync("dotnet", [Path.Combine(AppContext.BaseDirectory, "Marketplace.Samples.VerifySolvency.dll"), .. arguments]);

    private static async Task<(int ExitCode, string Output)> RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await errors);
    }
}
