using System.Buffers.Text;
using System.Security.Cryptography;
using Marketplace.Accounts;
using Marketplace.Kernel;
using Marketplace.Ledger;
using Marketplace.Persistence;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Wallets;

internal sealed class GetSolvencyHandler(ProofReader proofs, IEnumerable<IOwnedAccounts> owned, IPaymentNetwork network)
    : IRequestHandler<GetSolvency, SolvencyView?>, IRequestHandler<GetSolvencyProof, SolvencyProof?>
{
    public async Task<SolvencyView?> Handle(GetSolvency request, CancellationToken cancellationToken) =>
        await proofs.FindNewestAsync(cancellationToken) is { } snapshot ? SolvencyViews.Of(snapshot, network.Info.House) : null;

    public async Task<SolvencyProof?> Handle(GetSolvencyProof request, CancellationToken cancellationToken)
    {
        var person = request.AccountId.Value;
        List<LedgerAccount> accounts = [LedgerAccount.Earn(person), LedgerAccount.Ad(person)];
        foreach (var module in owned)
        {
            accounts.AddRange(await module.FindAsync(person, cancellationToken));
        }

        return await proofs.ReadAsync(accounts, cancellationToken);
    }
}

internal sealed class SolvencyTokenHandler(MarketplaceDbContext db, ISender sender)
    : IRequestHandler<GetSolvencyToken, Result<string>>, IRequestHandler<FindSolvencyProof, SolvencyProof?>
{
    private const string Secret = "solvency-links";
    private const int IdBytes = 16;
    private const int SealBytes = 16;

    public async Task<Result<string>> Handle(GetSolvencyToken command, CancellationToken cancellationToken)
    {
        var fresh = RandomNumberGenerator.GetBytes(HMACSHA256.HashSizeInBytes);
        await db.Database.ExecuteSqlAsync(
            $"INSERT INTO wallets_secrets (name, value) VALUES ({Secret}, {fresh}) ON CONFLICT (name) DO NOTHING", cancellationToken);
        return Base64Url.EncodeToString(Token((await FindSecretAsync(cancellationToken))!, command.AccountId));
    }

    public async Task<SolvencyProof?> Handle(FindSolvencyProof request, CancellationToken cancellationToken)
    {
        var given = new byte[IdBytes + SealBytes];
        // Asked first: the decoder throws at what is no such text, and at what has no room.
        if (request.Token.Length != Base64Url.GetEncodedLength(given.Length)
            || !Base64Url.IsValid(request.Token)
            || !Base64Url.TryDecodeFromChars(request.Token, given, out var written)
            || written != given.Length
            || await FindSecretAsync(cancellationToken) is not { } secret)
        {
            return null;
        }

        var account = new AccountId(new Guid(given.AsSpan(0, IdBytes), bigEndian: true));
        return CryptographicOperations.FixedTimeEquals(given, Token(secret, account)) ? await sender.Send(new GetSolvencyProof(account), cancellationToken) : null;
    }

    private Task<byte[]?> FindSecretAsync(CancellationToken cancellationToken) =>
        db.Set<WalletSecret>().Where(row => row.Name == Secret).Select(row => row.Value).SingleOrDefaultAsync(cancellationToken);

    private static byte[] Token(byte[] secret, AccountId account)
    {
        var id = account.Value.ToByteArray(bigEndian: true);
        return [.. id, .. HMACSHA256.HashData(secret, id)[..SealBytes]];
    }
}
