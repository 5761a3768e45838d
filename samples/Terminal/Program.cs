using Marketplace.Samples.Terminal;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

// The marketplace's screens and dialogs as lettered choices: the same engine as in Telegram, another platform. No wallets are installed, so
// their screens are not there; Ada begins with 100 TRX for advertising instead.
var database = Path.Combine(Directory.CreateTempSubdirectory("marketplace-terminal-").FullName, "market.db");
var builder = Host.CreateApplicationBuilder(args);
builder.Logging.ClearProviders();
builder.Services
    .AddMarketplaceSqlite($"Data Source={database}")
    .AddMarketplaceAccounts(options => options.Operators.Add("terminal:olga"))
    .AddMarketplaceLedger()
    .AddMarketplaceCampaigns()
    .AddTerminalFrontend();

using var host = builder.Build();
await host.Services.MigrateMarketplaceAsync();
await OpeningBalance.GiveAsync(host.Services, "ada", trx: 100);
await host.RunAsync();
