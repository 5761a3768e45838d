namespace Marketplace.Architecture.Tests;

/// <summary>Who may reference whom.</summary>
internal sealed class ReferenceTests
{
    private static readonly string[] Core =
    [
        "Marketplace.Kernel", "Marketplace.Persistence", "Marketplace.Accounts", "Marketplace.Ledger", "Marketplace.Wallets", "Marketplace.Campaigns", "Marketplace.Referrals",
    ];

    /// <summary>A row for every project under src/; a new project needs a row, and whoever writes it a reason.</summary>
    private static readonly Dictionary<string, string[]> MayReference = new()
    {
        ["Marketplace.Kernel"] = [],
        ["Marketplace.Persistence"] = ["Marketplace.Kernel"],
        ["Marketplace.Persistence.Sqlite"] = ["Marketplace.Persistence"],
        ["Marketplace.Persistence.PostgreSql"] = ["Marketplace.Persistence"],
        ["Marketplace.Accounts"] = ["Marketplace.Kernel", "Marketplace.Persistence"],
        ["Marketplace.Ledger"] = ["Marketplace.Kernel", "Marketplace.Persistence"],
        ["Marketplace.Wallets"] = ["Marketplace.Kernel", "Marketplace.Persistence", "Marketplace.Accounts", "Marketplace.Ledger"],
        ["Marketplace.Campaigns"] = ["Marketplace.Kernel", "Marketplace.Persistence", "Marketplace.Accounts", "Marketplace.Ledger"],
        // It listens to their events.
        ["Marketplace.Referrals"] = [.. Core.Where(name => name != "Marketplace.Referrals")],
        ["Marketplace.Tron"] = [],
        ["Marketplace.Tron.Payments"] = ["Marketplace.Tron", "Marketplace.Kernel", "Marketplace.Persistence", "Marketplace.Wallets"],
        ["Marketplace.Tron.Devnet"] = ["Marketplace.Tron"],
        // Persistence too: a dialog is a row, so that it survives a restart.
        ["Marketplace.Frontends"] = Core,
        // It draws what the port asks for, and knows neither what is counted nor where it is shown.
        ["Marketplace.Frontends.Charts"] = ["Marketplace.Frontends"],
        // The words of Frontends' port come from Kernel and the modules, so they travel with it.
        ["Marketplace.Frontends.Telegram"] = ["Marketplace.Frontends", .. Core],
        ["Marketplace.Frontends.Discord"] = ["Marketplace.Frontends", .. Core],
        // A stand-in that shares the client's types shares its mistakes.
        ["Marketplace.Frontends.Sandbox"] = [],
        ["Marketplace.Host"] = ["*"],
    };

    /// <summary>Packages of the projects that promise to need few; the others are free.</summary>
    private static readonly Dictionary<string, string[]> MayUsePackages = new()
    {
        ["Marketplace.Kernel"] = [],
        ["Marketplace.Tron"] = ["BouncyCastle.Cryptography", "Secp256k1.Net"],
        ["Marketplace.Tron.Devnet"] = [],
        // Draws the code of a deposit address; managed code alone.
        ["Marketplace.Frontends"] = ["QRCoder"],
        ["Marketplace.Frontends.Charts"] = ["ScottPlot", "SkiaSharp.NativeAssets.Linux.NoDependencies"],
        ["Marketplace.Frontends.Telegram"] = ["Telegram.Bot"],
        ["Marketplace.Frontends.Sandbox"] = [],
    };

    private static IEnumerable<Project> Libraries => Repository.Libraries;

    [TestCaseSource(nameof(Libraries))]
    public void A_project_references_only_what_its_row_allows(Project project)
    {
        Assert.That(MayReference, Does.ContainKey(project.Name), "A new project: give it a row in the table above, and the reason.");
        var allowed = MayReference[project.Name];
        if (allowed is ["*"])
        {
            return;
        }

        // What the file asks for, and what the compiled code uses: a reference may also come in through another.
        var declared = project.Projects.Where(name => name != "MediatR.Contracts");
        var used = project.Assembly.GetReferencedAssemblies().Select(name => name.Name!).Where(name => name.StartsWith("Marketplace.", StringComparison.Ordinal));
        Assert.That(declared.Union(used).Except(allowed), Is.Empty);
    }

    [TestCaseSource(nameof(Libraries))]
    public void A_project_that_promises_few_packages_keeps_it(Project project)
    {
        if (MayUsePackages.TryGetValue(project.Name, out var allowed))
        {
            Assert.That(project.Packages.Except(allowed), Is.Empty);
        }
    }

    [Test]
    public void The_graph_has_no_circle()
    {
        var graph = Repository.Everything.ToDictionary(project => project.Name, project => project.Projects);
        var done = new HashSet<string>();
        foreach (var name in graph.Keys)
        {
            Visit(name, []);
        }

        void Visit(string name, string[] path)
        {
            Assert.That(path, Does.Not.Contain(name), $"A circle: {string.Join(" → ", path)} → {name}");
            if (done.Contains(name) || !graph.TryGetValue(name, out var references))
            {
                return;
            }

            foreach (var reference in references)
            {
                Visit(reference, [.. path, name]);
            }

            done.Add(name);
        }
    }

    [TestCaseSource(nameof(Libraries))]
    public void Only_its_own_tests_see_the_internals_of_a_project(Project project) =>
        Assert.That(project.FriendAssemblies, Is.SubsetOf(new[] { $"{project.Name}.Tests" }));

    [Test]
    public void Every_project_is_in_the_solution()
    {
        var solution = File.ReadAllText(Path.Combine(Repository.Root, "Marketplace.sln")).Replace('\\', '/');

        Assert.That(Repository.Everything.Where(project => !solution.Contains(Repository.Relative(project.File), StringComparison.Ordinal)), Is.Empty);
    }
}
