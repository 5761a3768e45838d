using System.Text.RegularExpressions;
using Marketplace.Accounts;
using Marketplace.Campaigns;
using Marketplace.Kernel;
using Marketplace.Testing;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Architecture.Tests;

/// <summary>The README's example stands below as code, word for word, and does what it says.</summary>
internal sealed partial class ReadmeExampleTests
{
    [Test]
    public void The_example_is_the_one_that_is_compiled()
    {
        var example = Example().Match(File.ReadAllText(Path.Combine(Repository.Root, "README.md"))).Groups["code"].Value;
        var compiled = File.ReadAllText(Path.Combine(Repository.Root, "tests", "Architecture", "ReadmeExampleTests.cs"));

        Assert.That(example, Is.Not.Empty);
        Assert.That(Folded(compiled), Does.Contain(Folded(example)));
    }

    [Test]
    public async Task The_example_creates_a_campaign()
    {
        var (folder, output) = (Environment.CurrentDirectory, Console.Out);
        using var written = new StringWriter();
        Environment.CurrentDirectory = Directory.CreateDirectory(Path.Combine(TestFolder.Path, "readme")).FullName;
        Console.SetOut(written);
        try
        {
            await RunAsync();
        }
        finally
        {
            Console.SetOut(output);
            Environment.CurrentDirectory = folder;
        }

        Assert.That(written.ToString(), Does.StartWith("Campaign "));
    }

    private static async Task RunAsync()
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services
            .AddMarketplaceSqlite("Data Source=market.db")
            .AddMarketplaceAccounts()
            .AddMarketplaceLedger()
            .AddMarketplaceCampaigns(campaigns => campaigns.PlatformFee = Rate.Percent(10));

        await using var provider = services.BuildServiceProvider();
        await provider.MigrateMarketplaceAsync();
        await using var scope = provider.CreateAsyncScope();
        var market = scope.ServiceProvider.GetRequiredService<ISender>();

        var ada = (await market.Send(new RegisterAccount(new Identity("telegram", "42")))).Require();
        var created = await market.Send(new CreateCampaign(
            ada.Id, "Try my bot", new PromotedBot("telegram", "7001", "my_bot"), Reward: Sun.FromTrx(1)));
        Console.WriteLine(created.Succeeded ? $"Campaign {created.Value}" : $"Refused: {created.Error.Code}");
    }

    private static string Folded(string code) => WhiteSpace().Replace(code, " ").Trim();

    [GeneratedRegex("```csharp\n(?<code>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Example();

    [GeneratedRegex(@"\s+")]
    private static partial Regex WhiteSpace();
}
